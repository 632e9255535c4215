"""Reminders of what is due, the weekly digest, news of remarks: chores, so nobody waits [K3]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from flask import current_app
from flask_appbuilder.security.sqla.models import Role, User
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, select

from app.control.checks.catalogue import BY_NAME
from app.control.enums import RemarkState, Way
from app.control.models import Inspection, Remark, Reminded, ReminderChoice, ReminderRound
from app.control.queries.board import board_of
from app.control.queries.items import school_items
from app.control.rules.chosen import Chosen
from app.control.rules.item import Item
from app.control.rules.tally import Span
from app.core.actor import SYSTEM, Actor
from app.core.db import db
from app.messages.enums import NoticeKind
from app.messages.models import Notice
from app.messages.operations import News, notify
from app.messages.queries import letter_addresses
from app.people.models import Staff

_EVERY = dt.timedelta(minutes=15)
_QUIET = dt.timedelta(minutes=10)  # after the last remark: a deputy writes several in a row
_KEPT = dt.timedelta(days=400)
_MORNING = 7  # hour of a Monday from which the digest goes out
_FRESH = dt.timedelta(days=30)  # older debts are not reminded of when reminders begin


def choose_reminders(actor: Actor, *, way: Way, digest: bool) -> None:
    """How the person wants to be reminded."""
    found = db.session.scalars(
        select(ReminderChoice).where(ReminderChoice.user_id == actor.user_id)
    ).first()
    choice = found or ReminderChoice(user_id=actor.user_id)
    choice.way, choice.digest = way, digest
    db.session.add(choice)


def remind_of_terms(now: dt.datetime) -> None:
    """A chore: everybody is told once of what is due from them, at most every quarter hour [K3]."""
    if not _turn(now):
        return
    today = now.date()
    items = [item for item in school_items(now, Span(today, today)) if _to_tell(item, now)]
    users = _users_of({item.place.staff_id for item in items} - {None})
    wanted: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if (user := users.get(item.place.staff_id or 0)) is not None:
            wanted[user].append(item)
    ways = _ways(wanted)
    known = _told(wanted)
    for user, own in wanted.items():
        fresh = [item for item in own if (user, item.key) not in known]
        if fresh and ways.get(user, Way.LETTER) != Way.NONE:
            notify([(user, news) for news in _news(fresh, now)], now, _letters([user], ways))
            db.session.add_all(Reminded(user_id=user, key=item.key, at=now) for item in fresh)
    db.session.execute(delete(Reminded).where(Reminded.at < now - _KEPT))


def send_digest(now: dt.datetime) -> None:
    """A chore: on Monday mornings deputies and the director get the figures of the last week."""
    if now.weekday() != 0 or now.hour < _MORNING:
        return
    sunday = now.date() - dt.timedelta(days=1)
    span = Span(sunday - dt.timedelta(days=6), sunday)
    key = f"digest-{sunday:%Y-%m-%d}"
    users = _leaders(key)
    if not users:
        return
    whole = board_of(SYSTEM, Chosen(span), now).whole
    share = "—" if whole.share is None else f"{whole.share} %".replace(".", ",")
    text = _(
        "Week from %(first)s to %(last)s: kept in time %(share)s, late %(late)s, late now %(now)s.",
        first=f"{span.first:%d.%m}",
        last=f"{span.last:%d.%m.%Y}",
        share=share,
        late=whole.late,
        now=whole.now,
    )
    address = f"/control/?first={span.first}&last={span.last}"
    news = News(NoticeKind.CONTROL, key, text, address)
    notify([(user, news) for user in users], now, _letters(users, _ways(users)))


def tell_of_remarks(now: dt.datetime) -> None:
    """A chore: a teacher is told of new remarks, the inspector of answers, once they pause [K2]."""
    last = func.max(Remark.made_at)
    rows = db.session.execute(
        select(Remark.inspection_id, Staff.user_id, func.count(), last)
        .join(Staff, Staff.id == Remark.staff_id)
        .where(Remark.state == RemarkState.OPEN, Staff.user_id.is_not(None))
        .group_by(Remark.inspection_id, Staff.user_id)
    )
    news = [
        (user, _remarks_news(inspection, count, at))
        for inspection, user, count, at in rows
        if user is not None and at <= now - _QUIET
    ]
    notify([*news, *_answers(now)], now, letter_addresses(current_app.config))


def _answers(now: dt.datetime) -> Iterable[tuple[int, News]]:
    last = func.max(Remark.answered_at)
    rows = db.session.execute(
        select(Inspection.id, Inspection.inspector_id, func.count(), last)
        .join(Remark, Remark.inspection_id == Inspection.id)
        .where(Remark.state == RemarkState.ANSWERED)
        .group_by(Inspection.id, Inspection.inspector_id)
    )
    for inspection, user, count, at in rows:
        if at and at <= now - _QUIET:
            text = ngettext(
                "Check of a journal: %(num)s answer to your remarks.",
                "Check of a journal: %(num)s answers to your remarks.",
                count,
            )
            key = f"answers-{inspection}-{at:%Y%m%d%H%M%S}"
            yield user, News(NoticeKind.REMARK, key, text, f"/control/inspections/{inspection}")


def _remarks_news(inspection: int, count: int, at: dt.datetime) -> News:
    text = ngettext(
        "Check of your journal: %(num)s remark waits for you.",
        "Check of your journal: %(num)s remarks wait for you.",
        count,
    )
    key = f"remarks-{inspection}-{at:%Y%m%d%H%M%S}"
    return News(NoticeKind.REMARK, key, text, "/control/remarks/")


def _turn(now: dt.datetime) -> bool:
    """True when the last round was long ago; this one is written down."""
    last = db.session.scalars(select(ReminderRound).limit(1)).first()
    if last and dt.timedelta(0) <= now - last.at < _EVERY:
        return False
    last = last or ReminderRound()
    last.at = now
    db.session.add(last)
    return True


def _to_tell(item: Item, now: dt.datetime) -> bool:
    ahead = BY_NAME[item.check].remind
    return item.open and ahead is not None and item.due - ahead <= now < item.due + _FRESH


def _news(items: Sequence[Item], now: dt.datetime) -> Iterable[News]:
    """One notice for each term, however many things it is about."""
    by_check: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_check[item.check].append(item)
    for name, found in by_check.items():
        place = found[0].place
        where = ", ".join(filter(None, (place.school_class, place.subject, str(found[0].words))))
        more = _(" and %(number)s more", number=len(found) - 1) if len(found) > 1 else ""
        text = f"{BY_NAME[name].title}: {where}{more}."
        address = "/control/mine" if BY_NAME[name].mine else "/control/"
        yield News(NoticeKind.CONTROL, f"{found[0].key}-{now:%Y%m%d%H%M}", text, address)


def _told(wanted: Mapping[int, Sequence[Item]]) -> set[tuple[int, str]]:
    rows = db.session.execute(
        select(Reminded.user_id, Reminded.key).where(Reminded.user_id.in_(wanted))
    )
    return {(user, key) for user, key in rows}


def _users_of(staff_ids: Iterable[int | None]) -> dict[int, int]:
    rows = db.session.execute(
        select(Staff.id, Staff.user_id).where(Staff.id.in_(staff_ids), Staff.user_id.is_not(None))
    )
    return {staff: user for staff, user in rows if user is not None}


def _ways(users: Iterable[int]) -> dict[int, Way]:
    rows = db.session.execute(
        select(ReminderChoice.user_id, ReminderChoice.way).where(ReminderChoice.user_id.in_(users))
    )
    return {user: way for user, way in rows}  # noqa: C416


def _letters(users: Iterable[int], ways: Mapping[int, Way]) -> dict[int, str]:
    """Addresses of those who want letters."""
    known = letter_addresses(current_app.config)
    wanting = (user for user in users if ways.get(user, Way.LETTER) == Way.LETTER)
    return {user: known[user] for user in wanting if user in known}


def _leaders(key: str) -> list[int]:
    """Active deputies and directors who want the digest and have not got it."""
    refused = select(ReminderChoice.user_id).where(ReminderChoice.digest.is_(False))
    got = select(Notice.user_id).where(Notice.key == key)
    query = select(User.id).where(
        User.active,
        User.roles.any(Role.name.in_(("deputy", "director"))),
        User.id.not_in(refused),
        User.id.not_in(got),
    )
    return list(db.session.scalars(query.order_by(User.id)))
