"""What the sheet of a class is given: pupils × subjects of a period, what is missing [R1 R2]."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core.actor import Actor
from app.journal.access import LOOKS_ONLY
from app.journal.rules.average import format_average, weighted_average
from app.journal.rules.cell import DIGITS, PASSED
from app.journal.views.shape import Link, codes_of
from app.results.queries.class_sheet import (
    ClassSheet,
    SheetCourse,
    class_sheet,
    classes_with_sheets,
)
from app.results.rules import ResultFacts, result_faults
from app.results.views.cells import cell_of

_OUT = {"out": True, "text": "", "version": 0, "proposed": "", "average": "", "lacks": ""}


def class_page(
    actor: Actor, class_id: int, period_id: int | None, today: dt.date
) -> dict[str, Any]:
    """The sheet of a class; NotFound for whoever may not see it."""
    sheet = class_sheet(actor, class_id, period_id, today)
    of, shown = sheet.school_class, sheet.shown
    may_set = any(one.may_set for one in sheet.courses)
    return {
        "title": _("%(name)s: results", name=of.name),
        "subtitle": _headed(sheet),
        "period": shown,
        "due": shown.results_due or shown.ends,
        "locked": None if may_set else LOOKS_ONLY,
        "classes": _class_links(actor, sheet, today),
        "periods": _period_links(sheet),
        "columns": [_column(sheet, subject, today, may_set=may_set) for subject in sheet.subjects],
        "rows": [_row(sheet, n, pupil, today) for n, pupil in enumerate(sheet.pupils, 1)],
        "missing": list(_missing(sheet)) if shown.starts <= today else [],
        "unjustified": list(_unjustified(sheet)),
        "with_decisions": not shown.kind.is_part,
        "council": _council_url(sheet),
        "codes": codes_of(sheet.school, of.grade, without_marks=False),
    }


def _headed(sheet: ClassSheet) -> str:
    teacher = sheet.school_class.teacher
    return str(_("Class teacher: %(name)s", name=teacher.short_name)) if teacher else ""


def _class_links(actor: Actor, sheet: ClassSheet, today: dt.date) -> list[Link]:
    return [
        Link(one.name, class_url(one.id), one.id == sheet.school_class.id)
        for one in classes_with_sheets(actor, today)
    ]


def _period_links(sheet: ClassSheet) -> list[Link]:
    of = sheet.school_class.id
    return [Link(p.name, class_url(of, p.id), p is sheet.shown) for p in sheet.periods]


def class_url(class_id: int, period_id: int | None = None) -> str:
    """Address of the sheet of a class."""
    return url_for("ClassResultsPage.sheet", class_id=class_id, period=period_id)


def sheet_url(course_id: int) -> str:
    """Address of the sheet of a course."""
    return url_for("ResultSheetPage.course", course_id=course_id)


def _council_url(sheet: ClassSheet) -> str:
    if sheet.shown.kind.is_part:
        return ""
    return url_for("CouncilPage.of_class", class_id=sheet.school_class.id)


def _column(sheet: ClassSheet, subject: str, today: dt.date, *, may_set: bool) -> dict[str, Any]:
    courses = sheet.subjects[subject]
    reasons = [_why_locked(sheet, one, today, whole=not may_set) for one in courses]
    return {
        "title": subject,
        "short": courses[0].course.subject.short_name,
        "url": sheet_url(courses[0].course.id),
        "locked": reasons[0] if all(reasons) else None,
        "reasons": {one.course.id: why for one, why in zip(courses, reasons, strict=True)},
    }


def _why_locked(sheet: ClassSheet, one: SheetCourse, today: dt.date, *, whole: bool) -> Any:
    """Why results of a course may not be set; `whole`: the page says already that none may."""
    if not one.may_set:
        return None if whole else LOOKS_ONLY
    shown = sheet.shown
    facts = ResultFacts(
        starts=shown.starts,
        grade=sheet.school_class.grade,
        closed_on=shown.closed_on,
        year_closed_on=shown.year.closed_on,
        reopened=one.reopened,
        without_marks=one.course.subject.without_marks,
    )
    faults = result_faults(PASSED, facts, today)
    return faults[0].text if faults else None


def _row(sheet: ClassSheet, number: int, pupil: int, today: dt.date) -> dict[str, Any]:
    cells = [_cell(sheet, subject, pupil, today) for subject in sheet.subjects]
    digits = ((cell["text"], 1) for cell in cells if cell["text"] in DIGITS)
    decision = sheet.decisions.get(pupil)
    return {
        "pupil": pupil,
        "number": number,
        "name": sheet.roster.names[pupil],
        "cells": cells,
        "mean": format_average(weighted_average(digits)),
        "decision": str(decision.decision.label) if decision else "",
    }


def _cell(sheet: ClassSheet, subject: str, pupil: int, today: dt.date) -> dict[str, Any]:
    one = sheet.course_of(subject, pupil)
    if one is None:
        return {**_OUT, "course": sheet.subjects[subject][0].course.id}
    cell = cell_of(sheet.book, one.course, sheet.shown, pupil, there=True, today=today)
    return {**cell, "course": one.course.id}


def _missing(sheet: ClassSheet) -> Iterator[dict[str, Any]]:
    """Courses with the names of those who have no result yet."""
    for one in sheet.courses:
        if pupils := sheet.missing(one.course):
            yield _line(sheet, one, [sheet.roster.names[pupil] for pupil in pupils])


def _unjustified(sheet: ClassSheet) -> Iterator[dict[str, Any]]:
    """Courses with results that rest on too little, and what each lacks [R2]."""
    for one in sheet.courses:
        found = sheet.unjustified(one.course)
        names = [f"{sheet.roster.names[p]} ({' '.join(texts)})" for p, texts in found.items()]
        if names:
            yield _line(sheet, one, names)


def _line(sheet: ClassSheet, one: SheetCourse, names: list[str]) -> dict[str, Any]:
    group = one.course.subgroup
    title = f"{one.course.subject.name} ({group.name})" if group else one.course.subject.name
    everybody = len(names) == len(sheet.roster.taught(one.course, sheet.day)) > 1
    return {"title": title, "url": sheet_url(one.course.id), "names": names, "all": everybody}
