"""«Журнал изменений» [R4 J9]."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.audit.models import AuditEntry
from app.audit.views.words import ACTIONS, table_word, told_changes, way_words
from app.core import clock
from app.core.actor import Actor
from app.reports.access import require_school, sees_school
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import narrowed_facts, school_facts, span_fact
from app.reports.queries.history import Changes, changes_in
from app.reports.queries.scope import asked_span
from app.reports.rules.document import Column, Line, Report, Section
from app.reports.rules.document import Kind as Written

_PLACE = ("pupil_id", "lesson_id", "course_id", "task_id")  # told in columns of their own


def gather(actor: Actor, asked: Asked) -> Report:
    """Who changed what, when, by which way, from what to what: the latest first."""
    require_school(actor)
    first, last = asked_span(asked)
    zone = clock.now().tzinfo
    since = dt.datetime.combine(first, dt.time(), zone)
    before = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    found = changes_in(asked, since, before)
    notes = []
    if found.total > len(found.entries):
        text = _(
            "Shown are the last %(shown)s of %(total)s changes: choose fewer days or a class.",
            shown=len(found.entries),
            total=found.total,
        )
        notes.append(text)
    facts = [*school_facts(None), span_fact(first, last), *narrowed_facts(asked)]
    if asked.person:
        facts.append((_("Who changed it"), asked.person))
    lines = [_line(entry, found, zone) for entry in found.entries]
    return Report(
        KIND.title,
        facts,
        [Section(_COLUMNS, lines, empty=_l("Nothing was changed on these days."))],
        notes=notes,
        signed_by=[_l("Deputy director")],
    )


def _line(entry: AuditEntry, found: Changes, zone: dt.tzinfo | None) -> Line:
    fields = {name: values for name, values in entry.changes.items() if name not in _PLACE}
    told = told_changes(entry.table_name, fields)
    lesson, course = (
        found.lessons.get(entry.lesson_id or 0),
        found.courses.get(entry.course_id or 0),
    )
    return Line(
        [
            f"{entry.at.astimezone(zone):%d.%m.%Y %H:%M}",
            entry.user_name,
            way_words(entry.way),
            found.pupils.get(entry.pupil_id or 0, ""),
            str(lesson or course or ""),
            f"{table_word(entry.table_name)}: {ACTIONS[entry.action]}",
            _joined([(label, before) for label, before, _after in told]),
            _joined([(label, after) for label, _before, after in told]),
        ]
    )


def _joined(values: list[tuple[str, str]]) -> str:
    """One value alone, several with their labels."""
    if len(values) == 1:
        return values[0][1]
    return "; ".join(f"{label}: {value}" for label, value in values)


_COLUMNS = [
    Column(_l("When"), Written.TEXT, width=2.4),
    Column(_l("Who"), Written.TEXT, width=3.5),
    Column(_l("By which way"), Written.TEXT, width=2.6),
    Column(_l("Pupil"), Written.TEXT, width=3.2),
    Column(_l("Lesson"), Written.TEXT, width=4),
    Column(_l("What"), Written.TEXT, width=3),
    Column(_l("Was"), Written.TEXT, width=3.4),
    Column(_l("Became"), Written.TEXT, width=3.4),
]
KIND = Kind(
    name="changes",
    title=_l("Register of changes"),
    about=_l("Who changed which entry, when, by which way, what it was and what it became."),
    group=Group.KEEPING,
    asks=(Ask.SPAN,),
    narrowed_by=(Ask.CLASS, Ask.SUBJECT, Ask.PERSON),
    gather=gather,
    may=sees_school,
)
