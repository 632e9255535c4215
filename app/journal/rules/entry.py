"""What is wrong with an entry: class 1, closed spans, physical education, enrolment [J5–J8 S6]."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.journal.rules.cell import EXEMPT, NOT_ATTESTED

TOPIC_LENGTH = 1000
HOMEWORK_LENGTH = 4000
HOMEWORK_KIND = "Д"  # code of the kind of work «домашняя работа»
_GRADE_WITHOUT_MARKS = 1
_NOT_HELD = _l("The lesson has not been held yet.")
_CANCELLED = _l("The lesson is cancelled.")


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    """What the rules must know of the lesson and the pupil of an entry.

    `closed_on`: when the grading period was closed, `reopened`: the administrator opened the
    lesson's day to this person again, `homework_day`: when the lesson's homework was set.
    `enrolled` and `medical_group` speak of the pupil. `open_since`: the journal could not be kept
    before that day, so that the span of entry runs from it [U3]; a reason, not before its
    document was received [T2].
    """

    day: dt.date
    grade: int
    cancelled: bool = False
    without_marks: bool = False
    physical_education: bool = False
    period_closed_on: dt.date | None = None
    year_closed_on: dt.date | None = None
    reopened: bool = False
    homework_day: dt.date | None = None
    entry_days: int = 14
    allow_one: bool = False
    enrolled: bool = True
    medical_group: bool = False
    open_since: dt.date | None = None


def mark_faults(
    value: str | None, facts: EntryFacts, today: dt.date, *, homework: bool = False
) -> list[Fault]:
    """What forbids a mark, all of it; `value` None takes a mark back, only closing forbids that.

    `homework`: the mark is for homework, its span runs from the day when that was set [J8].
    """
    faults = closed_faults(facts, today, since=facts.homework_day if homework else None)
    if value is None:
        return faults
    return [
        *faults,
        *_lesson_faults(facts, today),
        *_pupil_faults(facts),
        *_value_faults(value, facts),
    ]


def attendance_faults(
    facts: EntryFacts, today: dt.date, *, takes_back: bool = False
) -> list[Fault]:
    """What forbids to write who was there; only closing forbids to take it back [T1 J8 S6]."""
    faults = closed_faults(facts, today)
    if takes_back:
        return faults
    return [*faults, *_lesson_faults(facts, today), *_pupil_faults(facts)]


def topic_faults(text: str, facts: EntryFacts, today: dt.date) -> list[Fault]:
    """What forbids a topic; one may be written ahead, in class 1 too [J3 J6 J8]."""
    return [*_text_faults(text, TOPIC_LENGTH), *_cancelled(facts), *closed_faults(facts, today)]


def homework_faults(text: str, facts: EntryFacts, today: dt.date) -> list[Fault]:
    """What forbids homework; class 1 has none [J6]."""
    faults = _text_faults(text, HOMEWORK_LENGTH)
    if text and facts.grade == _GRADE_WITHOUT_MARKS:
        faults.append(Fault(_l("In class 1 no homework is set.")))
    return [*faults, *_cancelled(facts), *closed_faults(facts, today)]


def task_faults(facts: EntryFacts, today: dt.date, *, removes: bool = False) -> list[Fault]:
    """What forbids a kind of work in a lesson; class 1 has none [J6]."""
    faults = closed_faults(facts, today)
    if removes:
        return faults
    return [*faults, *_cancelled(facts), *_unmarked(facts)]


def closed_faults(
    facts: EntryFacts, today: dt.date, *, since: dt.date | None = None
) -> list[Fault]:
    """What closed the lesson to entries; the administrator opens it again, but no closed year [J8].

    `since`: the day from which the span of entry runs when that is later than the lesson.
    """
    if _year_closed(facts, today) or facts.reopened:
        return shut_faults(facts, today)
    return [*shut_faults(facts, today), *_span_faults(facts, today, since)]


def shut_faults(facts: EntryFacts, today: dt.date) -> list[Fault]:
    """What a closed year or period forbids, whenever the lesson was [J8 R7]."""
    if _year_closed(facts, today):
        return [Fault(_l("The academic year is closed: its journals can only be read."))]
    return [] if facts.reopened else _period_faults(facts, today)


def _year_closed(facts: EntryFacts, today: dt.date) -> bool:
    return facts.year_closed_on is not None and facts.year_closed_on <= today


def _period_faults(facts: EntryFacts, today: dt.date) -> list[Fault]:
    if not facts.period_closed_on or facts.period_closed_on > today:
        return []
    return [
        Fault(
            _l(
                "The period is closed since %(date)s. Ask the administrator to open the lesson.",
                date=f"{facts.period_closed_on:%d.%m.%Y}",
            )
        )
    ]


def _span_faults(facts: EntryFacts, today: dt.date, since: dt.date | None) -> list[Fault]:
    begins = max(facts.day, since or facts.day, facts.open_since or facts.day)
    last = begins + dt.timedelta(days=facts.entry_days)
    if today <= last:
        return []
    return [
        Fault(
            _l(
                "Entries were taken until %(date)s. Ask the administrator to open the lesson.",
                date=f"{last:%d.%m.%Y}",
            )
        )
    ]


def _lesson_faults(facts: EntryFacts, today: dt.date) -> list[Fault]:
    faults = _cancelled(facts)
    if facts.day > today:
        faults.append(Fault(_NOT_HELD))
    return faults


def _cancelled(facts: EntryFacts) -> list[Fault]:
    return [Fault(_CANCELLED)] if facts.cancelled else []


def _pupil_faults(facts: EntryFacts) -> list[Fault]:
    if facts.enrolled:
        return []
    return [Fault(_l("The pupil was not in the class or subgroup that day."))]


def _unmarked(facts: EntryFacts) -> list[Fault]:
    if facts.grade == _GRADE_WITHOUT_MARKS:
        return [Fault(_l("In class 1 no marks are given."))]
    if facts.without_marks:
        return [Fault(_l("No marks are given in this subject."))]
    return []


def _value_faults(value: str, facts: EntryFacts) -> list[Fault]:
    faults = _unmarked(facts)
    if value == EXEMPT and facts.physical_education and facts.medical_group:
        faults.append(Fault(_l("“осв.” is not entered: theory is marked.")))
    elif value in {EXEMPT, NOT_ATTESTED}:
        faults.append(Fault(_l("“%(value)s” is for results only.", value=value)))
    if value == "1" and not facts.allow_one:
        faults.append(Fault(_l("The mark 1 is not given at this school.")))
    return faults


def _text_faults(text: str, longest: int) -> list[Fault]:
    if len(text) <= longest:
        return []
    return [Fault(_l("At most %(number)s characters.", number=longest))]
