"""«Сведения об успеваемости и посещаемости ученика» [R4 P5]."""

import datetime as dt
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.attendance.queries.missed import days_of_absence
from app.attendance.rules import letters_of
from app.attendance.rules.missed import missed
from app.core.actor import Actor
from app.reports.access import heads_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import missed_section, named_class, school_facts, span_fact
from app.reports.queries.pupil import Entries, entries_of
from app.reports.queries.results import ClassResults, class_results
from app.reports.queries.scope import asked_pupil, asked_span, periods_of_class
from app.reports.rules.document import Column, Line, Report, Section
from app.reports.rules.document import Kind as Written
from app.reports.rules.periods import month_spans
from app.school.queries import the_school

Subjects = Mapping[int, str]


def gather(actor: Actor, asked: Asked) -> Report:
    """Subjects × days with marks and absences, averages, results, what was missed."""
    pupil, of = asked_pupil(actor, asked)
    first, last = asked_span(asked)
    found = class_results([(of, period) for period in periods_of_class(of)], asked.today)
    school = the_school()
    letters = letters_of(school.letters) if school else {}
    entries = entries_of(pupil.id, of.id, first, last, letters)
    subjects = _subjects(found, pupil.id, entries)
    lost = missed(days_of_absence([of.id], first, last)[of.id].absences).get(pupil.id)
    return Report(
        KIND.title,
        [
            *school_facts(None),
            (_("Pupil"), pupil.full_name),
            *named_class(of),
            span_fact(first, last),
        ],
        [
            _summary(subjects, entries, found, pupil.id),
            missed_section([(pupil.call_name, lost)] if lost else []),
            *_months(subjects, entries, first, last),
        ],
        notes=[_l("Averages are weighted and of the days above; results are of the whole period.")],
        signed_by=[_l("Class teacher"), _l("Parent")],
    )


def _subjects(
    found: Sequence[ClassResults], pupil: int, entries: Mapping[int, Entries]
) -> Subjects:
    """Those that the pupil is taught in, and those of which there is an entry."""
    names: dict[str, int] = {}
    for facts in found:
        for course in facts.courses:
            taught = any(one.id == pupil for one in facts.taught(course))
            result = facts.values.get((course.id, pupil))
            if taught or result or course.subject_id in entries:
                names[course.subject.name] = course.subject_id
    ordered = [name for name, _c in found[0].subjects()] if found else []
    return {names[name]: name for name in ordered if name in names}


def _summary(
    subjects: Subjects,
    entries: Mapping[int, Entries],
    found: Sequence[ClassResults],
    pupil: int,
) -> Section:
    held = [facts for facts in found if facts.period.kind.is_part or facts.values]
    lines = []
    for key, name in subjects.items():
        own = entries.get(key) or Entries()
        results = [_result(facts, key, pupil) for facts in held]
        lines.append(Line([name, len(own.weighted), own.average, own.missed, *results]))
    columns = [
        Column(_l("Subject"), Written.TEXT, width=6),
        Column(_l("Marks"), width=1.6),
        Column(_l("Average"), Written.MARK, width=1.6),
        Column(_l("Lessons missed"), width=1.8),
        *(Column(str(f.period.name), over=_l("Results"), width=1.8) for f in held),
    ]
    return Section(columns, lines, _l("By subject"), _l("The class has no courses yet."))


def _result(facts: ClassResults, subject: int, pupil: int) -> str | None:
    values = (facts.values.get((c.id, pupil)) for c in facts.courses if c.subject_id == subject)
    return next(filter(None, values), None)


def _months(
    subjects: Subjects, entries: Mapping[int, Entries], first: dt.date, last: dt.date
) -> list[Section]:
    """A table for each month with an entry: its days are the columns."""
    sections = []
    for begins, ends in month_spans(first, last):
        days = sorted({d for own in entries.values() for d in own.days if begins <= d <= ends})
        lines = [
            Line([name, *(entries[key].on(day) for day in days)])
            for key, name in subjects.items()
            if key in entries and any(begins <= day <= ends for day in entries[key].days)
        ]
        if lines:
            columns = [
                Column(_l("Subject"), Written.TEXT, width=6),
                *(Column(f"{day:%d}", over=f"{day:%m.%Y}") for day in days),
            ]
            sections.append(Section(columns, lines, _l("Marks and absences")))
    return sections


KIND = Kind(
    name="pupil",
    title=_l("Progress and attendance of a pupil"),
    about=_l("Marks and absences by day, averages and results, for a talk with the parents."),
    group=Group.PUPIL,
    asks=(Ask.CLASS, Ask.PUPIL, Ask.SPAN),
    gather=gather,
    may=heads_or_sees,
)
