"""Compare a timetable file with the journal: what an import would do, without doing it [S5 S8]."""

from collections.abc import Mapping

from app.exchange.timetable.change import TimetableChange
from app.exchange.timetable.compare import compare_slots, differences
from app.exchange.timetable.document import Document
from app.exchange.timetable.facts import Facts
from app.exchange.timetable.matching import matched
from app.exchange.timetable.naming import naming
from app.exchange.timetable.new_rows import add_new_rows, usable_teachers
from app.exchange.timetable.remarks import remarks
from app.exchange.timetable.stored import Stored
from app.exchange.timetable.teaching import add_teaching
from app.exchange.timetable.wanted import wanted_timetable
from app.timetable.models import Slot
from app.timetable.rules.clashes import Clash, clashes


def plan_import(
    document: Document, stored: Stored, decisions: Mapping[str, str] | None = None
) -> TimetableChange:
    """The change that an import from `stored.since` makes; `decisions` answer its questions.

    A question without a decision counts as answered by the likeliest candidate.
    """
    facts = _facts(document, stored, decisions or {})
    plan = TimetableChange(document, stored.year, stored.since, stored.digest)
    plan.questions = facts.found.questions
    plan.class_refs = {key: row_id or key for key, row_id in facts.found.classes.items()}
    plan.staff_refs = {key: row_id or key for key, row_id in facts.found.staff.items()}
    plan.grades = add_new_rows(plan.rows, facts)
    add_teaching(plan.rows, facts)
    change = compare_slots(facts.wanted.slots, facts.scope, stored)
    plan.rows.open, plan.rows.extend, plan.rows.close = change.open, change.extend, change.close
    plan.differences = differences(change, facts.naming.of_slot, facts.naming.of_wanted)
    plan.clashes = _clashes(facts)
    plan.problems = [*document.problems, *facts.wanted.problems, *remarks(plan.grades, facts)]
    return plan


def _facts(document: Document, stored: Stored, decisions: Mapping[str, str]) -> Facts:
    found = matched(document, stored, decisions)
    usable = usable_teachers(document, found)
    return Facts(
        document=document,
        stored=stored,
        decisions=decisions,
        found=found,
        usable=usable,
        wanted=wanted_timetable(document, found, usable, stored),
        naming=naming(document, found, stored),
        scope=_scope(document, stored, {key for key in found.classes.values() if key is not None}),
    )


def _scope(document: Document, stored: Stored, classes: set[int]) -> list[Slot]:
    """Slots that the file speaks of: of its classes, on its weekdays."""
    courses = {course.id for course in stored.courses if course.class_id in classes}
    return [
        slot
        for slot in stored.slots
        if slot.course_id in courses and slot.weekday in document.weekdays
    ]


def _clashes(facts: Facts) -> list[Clash]:
    """Clashes among what the file wants, and with the slots that it does not speak of [S5]."""
    in_file = {slot.id for slot in facts.scope}
    wanted = [
        facts.naming.place_of_wanted(index, want) for index, want in enumerate(facts.wanted.slots)
    ]
    others = [
        facts.naming.place_of_slot(slot) for slot in facts.stored.slots if slot.id not in in_file
    ]
    return clashes(wanted, others)
