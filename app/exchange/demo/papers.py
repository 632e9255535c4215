"""Papers on absence, a report of a parent, a day note: by the product's own operations [T1 T2]."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select

from app.attendance.enums import AbsenceKind, DocumentKind
from app.attendance.models import Absence
from app.attendance.operations.day_notes import note_day
from app.attendance.operations.documents import PaperCard, receive_document
from app.attendance.operations.reports import ReportCard, Telling, report_absence
from app.core import clock
from app.core.actor import SYSTEM, Actor
from app.core.db import db
from app.exchange.demo.world import HOME_CLASS, World
from app.timetable.models import Lesson

_DAY = dt.timedelta(days=1)
_LATELY = 40  # days
_SAME_ILLNESS = dt.timedelta(days=4)  # over a weekend
_SON, _ILL_NOW, _AWAY = 0, 3, 5  # pupils of 7А


def make_papers(world: World) -> int:
    """Certificates of the last weeks' illnesses; in 7А one that is not worked in yet.

    Returns how many documents there are.
    """
    spans = list(_illnesses(world))
    for pupil, first, last in spans:
        _certificate(world, pupil, first, last, min(last + _DAY, world.today))
    members = world.members[HOME_CLASS]
    brought = world.demo.last_day(world.today)
    _certificate(world, members[_ILL_NOW].pupil_id, brought - 6 * _DAY, brought + 3 * _DAY, brought)
    _tell(world, members[_SON].pupil_id)
    note_day(
        SYSTEM,
        pupil_id=members[_AWAY].pupil_id,
        day=world.today,
        kind=AbsenceKind.EXCUSED,
        note="Районная олимпиада по географии",
    )
    return len(spans) + 1


def _illnesses(world: World) -> Iterator[tuple[int, dt.date, dt.date]]:
    """(pupil, first day, last day) of the illnesses that were noted lately."""
    rows = db.session.execute(
        select(Absence.pupil_id, Lesson.day)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .where(Absence.kind == AbsenceKind.ILL, Lesson.day >= world.today - _LATELY * _DAY)
        .group_by(Absence.pupil_id, Lesson.day)
        .order_by(Absence.pupil_id, Lesson.day)
    ).all()
    spans: dict[int, list[tuple[dt.date, dt.date]]] = {}
    for pupil, day in rows:
        own = spans.setdefault(pupil, [])
        if own and day - own[-1][1] <= _SAME_ILLNESS:
            own[-1] = (own[-1][0], day)
        else:
            own.append((day, day))
    for pupil, found in spans.items():
        yield from ((pupil, first, last) for first, last in found)


def _certificate(
    world: World, pupil: int, first: dt.date, last: dt.date, received: dt.date
) -> None:
    card = PaperCard(
        DocumentKind.CERTIFICATE, AbsenceKind.ILL, first, last, received, "Справка № 095/у"
    )
    receive_document(SYSTEM, pupil_id=pupil, card=card, today=max(world.today, received))


def _tell(world: World, son: int) -> None:
    """The mother tells that her son goes to the doctor tomorrow; the class teacher will answer."""
    mother = world.mother
    parent = Actor(mother.user_id, str(mother), frozenset({"parent"}), children=(son,))
    now = dt.datetime.combine(world.today, dt.time(8, 10), clock.now().tzinfo)
    tomorrow = world.today + _DAY
    card = ReportCard(
        AbsenceKind.EXCUSED, tomorrow, tomorrow, "Завтра утром приём у стоматолога, придёт к обеду."
    )
    report_absence(parent, pupil_id=son, card=card, telling=Telling(now, {}))
