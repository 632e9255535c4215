"""What the sheet of results is given: pupils × periods with average, proposal, result [R1 R2]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.actor import Actor
from app.journal.access import LOOKS_ONLY
from app.journal.queries.courses import CourseHead, course_head, teachers_of, title_of
from app.journal.queries.rows import GridPupil, grid_pupils
from app.journal.rules.cell import PASSED
from app.journal.views.shape import codes_of, course_url
from app.results.queries import CoursePeriod, periods_of_course
from app.results.queries.book import ResultBook, result_book
from app.results.rules import ResultFacts, allowed_results, result_faults
from app.results.rules.year import EXAMINED
from app.results.views.cells import cell_of


@dataclass(frozen=True)
class Sheet:
    """All that is read for the page."""

    head: CourseHead
    periods: Sequence[CoursePeriod]
    book: ResultBook
    today: dt.date


def sheet_page(actor: Actor, course_id: int, today: dt.date) -> dict[str, Any]:
    """The results of a course; NotFound for a journal that the person may not look into."""
    head = course_head(actor, course_id, today)
    course = head.course
    offered = allowed_results(
        course.school_class.grade,
        allow_one=head.school.allow_mark_one,
        without_marks=course.subject.without_marks,
    )
    periods = periods_of_course(actor, course_id, today) if offered and head.whole else []
    book = result_book(head.school, [course], [chosen.period for chosen in periods])
    sheet = Sheet(head, periods, book, today)
    return {
        "title": title_of(course),
        "subtitle": ", ".join(teachers_of(course_id, today)),
        "course": course.id,
        "journal": course_url(course.id),
        "locked": None if head.may_set_result else LOOKS_ONLY,
        "columns": [_column(sheet, chosen) for chosen in periods],
        "rows": _rows(sheet) if periods else [],
        "codes": codes_of(
            head.school, course.school_class.grade, without_marks=course.subject.without_marks
        ),
    }


def _column(sheet: Sheet, chosen: CoursePeriod) -> dict[str, Any]:
    period = chosen.period
    return {
        "period": period.id,
        "title": period.name,
        "shown": chosen is _shown(sheet),
        "proposes": period.kind not in EXAMINED,
        "locked": _why_locked(sheet, chosen),
    }


def _shown(sheet: Sheet) -> CoursePeriod | None:
    """The period to begin with: of today, else the last that has begun, else the first."""
    parts = [one for one in sheet.periods if one.period.kind.is_part]
    begun = [one for one in parts if one.period.starts <= sheet.today]
    return begun[-1] if begun else next(iter(sheet.periods), None)


def _why_locked(sheet: Sheet, chosen: CoursePeriod) -> Any:
    if not sheet.head.may_set_result:
        return None  # the page says it
    course, period = sheet.head.course, chosen.period
    facts = ResultFacts(
        starts=period.starts,
        grade=course.school_class.grade,
        closed_on=period.closed_on,
        year_closed_on=period.year.closed_on,
        reopened=chosen.reopened,
        without_marks=course.subject.without_marks,
    )
    faults = result_faults(PASSED, facts, sheet.today)
    return faults[0].text if faults else None


def _rows(sheet: Sheet) -> list[dict[str, Any]]:
    course = sheet.head.course
    year = course.school_class.year
    there = grid_pupils(course.class_id, course.subgroup_id, (year.starts, year.ends))
    return [
        {
            "pupil": pupil.id,
            "number": number,
            "name": pupil.name,
            "cells": [_cell(sheet, pupil, chosen) for chosen in sheet.periods],
        }
        for number, pupil in enumerate(there, 1)
    ]


def _cell(sheet: Sheet, pupil: GridPupil, chosen: CoursePeriod) -> dict[str, Any]:
    period, course = chosen.period, sheet.head.course
    end = min(period.ends, max(sheet.today, period.starts))
    there = any(span.holds(end) for span in pupil.spans)
    return cell_of(sheet.book, course, period, pupil.id, there=there, today=sheet.today)
