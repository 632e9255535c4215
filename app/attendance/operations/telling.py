"""Families and class teachers hear of absences without reason and of failing marks [T5].

Chores: run once a minute, from the state of the data after it has settled, so that a slip of the
hand that is mended at once reaches nobody. The keys of the notices tell nobody twice.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from app.attendance.queries.people import guardians_of, heads_of
from app.attendance.queries.telling import (
    PupilDay,
    days_with_absence,
    explained_days,
    failing_marks,
)
from app.attendance.rules.telling import Told, absence_to_tell
from app.attendance.rules.today import numbers_text
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify
from app.messages.queries import letter_addresses

SETTLED = dt.timedelta(minutes=15)
BACK = dt.timedelta(days=3)
ENTRY_DAYS = dt.timedelta(days=31)  # a mark may be of an older lesson than its entry


def tell_of_absences(now: dt.datetime) -> None:
    """Absences of the last three days without a reason, once for each pupil and day [T5].

    It reads by six statements, whatever the number of pupils.
    """
    first, last = now.date() - BACK, now.date()
    days = days_with_absence(first, last, now - SETTLED)
    pupils = {one.pupil_id for one in days}
    explained = explained_days(pupils, first, last) if pupils else {}
    told = [
        (one, found)
        for one in days
        if (found := absence_to_tell(one.noted, explained=_covers(explained, one)))
    ]
    _tell(((one.pupil_id, _absence_news(one, found)) for one, found in told), now)


def tell_of_failing_marks(now: dt.datetime) -> None:
    """Failing marks entered in the last three days, once for each mark [T5]."""
    rows = failing_marks(now.date() - ENTRY_DAYS, now - BACK, now - SETTLED)
    _tell(((row.pupil_id, _mark_news(row)) for row in rows), now)


def _covers(spans: dict[int, list[tuple[dt.date, dt.date]]], one: PupilDay) -> bool:
    return any(first <= one.day <= last for first, last in spans.get(one.pupil_id, ()))


# News for the family and for the class teacher.
Pair = tuple[News, News]


def _absence_news(one: PupilDay, told: Told) -> Pair:
    facts = {
        "pupil": one.name,
        "day": f"{one.day:%d.%m.%Y}",
        "lessons": numbers_text(told.lessons),
    }
    if told.no_reason:
        text = _(
            "%(pupil)s was absent on %(day)s without good reason, lessons: %(lessons)s.", **facts
        )
    else:
        text = _(
            "%(pupil)s was absent on %(day)s, lessons: %(lessons)s; the reason is not known.",
            **facts,
        )
    key = f"absence-{one.pupil_id}-{one.day:%Y%m%d}"
    form = f"/attendance/report/?pupil={one.pupil_id}&day={one.day.isoformat()}"
    kind = NoticeKind.ABSENCE
    return News(kind, key, text, form), News(kind, key, text, "/attendance/today/")


def _mark_news(row: Any) -> Pair:
    text = _(
        "%(pupil)s has the mark “%(mark)s”: %(subject)s, lesson of %(day)s.",
        pupil=f"{row.last_name} {row.first_name}",
        mark=row.value,
        subject=row.subject,
        day=f"{row.day:%d.%m.%Y}",
    )
    key, kind = f"mark-{row.id}", NoticeKind.FAILING_MARK
    diary = f"/diary/{row.pupil_id}?day={row.day.isoformat()}"
    return News(kind, key, text, diary), News(kind, key, text, f"/journal/course/{row.course_id}")


def _tell(news: Iterable[tuple[int, Pair]], now: dt.datetime) -> None:
    found = list(news)
    if not found:
        return
    pupils = {pupil for pupil, _pair in found}
    families, heads = guardians_of(pupils), heads_of(pupils, now.date())
    notify(_addressed(found, families, heads), now, letter_addresses(current_app.config))


def _addressed(
    found: Iterable[tuple[int, Pair]], families: dict[int, set[int]], heads: dict[int, set[int]]
) -> Iterator[tuple[int, News]]:
    """Each user's news; a class teacher whose own child it is hears of it as a parent."""
    for pupil, (for_family, for_head) in found:
        family = families.get(pupil, set())
        yield from ((user, for_family) for user in sorted(family))
        yield from ((user, for_head) for user in sorted(heads.get(pupil, set()) - family))
