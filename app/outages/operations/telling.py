"""Who is told of an outage: chores, so that nobody waits for them [U3 K3]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from flask import current_app
from flask_appbuilder.security.sqla.models import Role, User
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.core.actor import SYSTEM
from app.core.db import db
from app.core.pages.display import shown
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify
from app.messages.queries import letter_addresses
from app.outages.models import ServerGap
from app.outages.queries.lessons import Due, due_lessons
from app.outages.queries.outages import open_gaps

_DESK = "/outages/"
_MANAGERS = ("admin", "deputy")


def tell_of_gaps(now: dt.datetime) -> None:
    """The administrator and deputies are told that the server was away in lesson time [U3]."""
    if gaps := open_gaps():
        news = [(user, _gap_news(gap)) for user in _users(*_MANAGERS) for gap in gaps]
        notify(news, now, letter_addresses(current_app.config))


def tell_of_transfers(now: dt.datetime) -> None:
    """Who held the lessons of an outage is told to transfer them, and once more when the term is
    over; then the deputies as well [U3 C3.2].
    """
    if due := due_lessons(SYSTEM, now.date()):
        news = [*_to_teachers(due), *_to_deputies(due)]
        notify(news, now, letter_addresses(current_app.config))


def _gap_news(gap: ServerGap) -> News:
    text = _(
        "The server did not work from %(starts)s to %(ends)s. Register it as an outage?",
        starts=shown(gap.starts),
        ends=shown(gap.ends),
    )
    return News(NoticeKind.OUTAGE, f"gap-{gap.id}", text, _DESK)


def _to_teachers(due: list[Due]) -> Iterator[tuple[int, News]]:
    found: dict[tuple[int, int | None, bool], list[Due]] = defaultdict(list)
    for item in due:
        if item.lesson.user_id is not None:
            found[item.lesson.user_id, item.lesson.outage_id, item.late].append(item)
    for (user, outage, late), items in found.items():
        yield user, _lessons_news(outage, items, late=late)


def _lessons_news(outage: int | None, items: list[Due], *, late: bool) -> News:
    count = ngettext("%(num)s lesson", "%(num)s lessons", len(items))
    day = shown(items[0].deadline)
    if late:
        text = _("Not transferred from paper by %(day)s: %(lessons)s.", day=day, lessons=count)
    else:
        text = _("Transfer from paper by %(day)s: %(lessons)s.", day=day, lessons=count)
    key = f"transfer-{'late-' if late else ''}{outage}"
    return News(NoticeKind.OUTAGE, key, text, f"{_DESK}outage/{outage}")


def _to_deputies(due: list[Due]) -> Iterator[tuple[int, News]]:
    late: dict[int | None, list[Due]] = defaultdict(list)
    for item in due:
        if item.late:
            late[item.lesson.outage_id].append(item)
    users = _users("deputy") if late else []
    for outage, items in late.items():
        count = ngettext("%(num)s lesson", "%(num)s lessons", len(items))
        day = shown(items[0].deadline)
        text = _("Not transferred from paper by %(day)s: %(lessons)s.", day=day, lessons=count)
        news = News(NoticeKind.OUTAGE, f"transfers-late-{outage}", text, f"{_DESK}outage/{outage}")
        yield from ((user, news) for user in users)


def _users(*roles: str) -> list[int]:
    """Ids of the active users with one of the roles."""
    query = select(User.id).where(User.active, User.roles.any(Role.name.in_(roles)))
    return list(db.session.scalars(query.order_by(User.id)))
