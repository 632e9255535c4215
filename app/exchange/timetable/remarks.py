"""What the person should know about an import besides its changes [S8]."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.db import russian_order
from app.exchange.timetable.change import GradeGuess, Ref
from app.exchange.timetable.facts import Facts
from app.exchange.timetable.names import person_key, shortened


def remarks(grades: Sequence[GradeGuess], facts: Facts) -> Iterator[str]:
    """Guesses, people not entered, what stays as it is, and gyms that classes share."""
    for guess in grades:
        yield _(
            "Class «%(name)s»: its name tells no grade, %(grade)s is taken after its subjects"
            " and teachers.",
            name=guess.name,
            grade=guess.grade,
        )
    for teacher in facts.document.teachers:
        if not facts.usable[teacher.key]:
            yield _(
                "Teacher «%(name)s» is not entered: this is not a person's name. The lessons are"
                " taken without a teacher.",
                name=teacher.name,
            )
    yield from _shortened_names(facts)
    yield from _gone_staff(facts)
    yield from _unused_groups(facts)
    yield from _other_classes(facts)
    yield from _other_bells(facts)
    yield from _shared_gyms(facts)


def _shortened_names(facts: Facts) -> Iterator[str]:
    """New people of the file who may be one person written in two ways."""
    new = [t for t in facts.document.teachers if facts.found.staff[t.key] is None]
    keys = [(teacher, person_key(teacher.last, teacher.first, teacher.middle)) for teacher in new]
    for (one, key), (other, other_key) in combinations(keys, 2):
        if key != other_key and shortened(key, other_key):
            yield _(
                "«%(one)s» and «%(other)s» may be one person: write the name alike in the file.",
                one=one.name,
                other=other.name,
            )


def _gone_staff(facts: Facts) -> Iterator[str]:
    in_file = set(facts.found.staff.values())
    for row in facts.stored.staff:
        if row.id in in_file and row.left_on and row.left_on < facts.stored.since:
            yield _("%(name)s left the school, but the file has lessons.", name=row.full_name)


def _unused_groups(facts: Facts) -> Iterator[str]:
    used = {part.group for lesson in facts.document.lessons for part in lesson.parts}
    unused = [g for g in facts.document.groups if g.key not in used]
    new = [group for group in unused if facts.found.groups[group.key] is None]
    if new:
        yield ngettext(
            "%(num)s group has no lessons and is not entered.",
            "%(num)s groups have no lessons and are not entered.",
            len(new),
        )


def _other_classes(facts: Facts) -> Iterator[str]:
    in_file = set(facts.found.classes.values())
    others = [row.name for row in facts.stored.classes if row.id not in in_file]
    if others:
        names = ", ".join(sorted(others, key=russian_order))
        yield _("Not in the file, their timetable stays: %(names)s.", names=names)


def _other_bells(facts: Facts) -> Iterator[str]:
    """The journal's bells stay; the person learns that the file has others."""
    if not facts.stored.bells:
        return
    known = {(bell.lesson_number, bell.starts, bell.ends) for bell in facts.stored.bells}
    others = [
        f"{bell.number} ({bell.starts:%H:%M}–{bell.ends:%H:%M})"
        for bell in facts.document.bells
        if (bell.number, bell.starts, bell.ends) not in known
    ]
    if others:
        yield _(
            "The journal keeps its own bells; the file has others for the lessons: %(bells)s.",
            bells=", ".join(others),
        )


def _shared_gyms(facts: Facts) -> Iterator[str]:
    """Physical education of several classes in one room is usual and no clash, but told."""
    places: dict[tuple[Ref, int, int], set[Ref]] = defaultdict(set)
    for want in facts.wanted.slots:
        if want.room is not None and want.course[1] in facts.naming.gym:
            places[(want.room, want.weekday, want.number)].add(want.course[0])
    shared: dict[Ref, int] = defaultdict(int)
    for (room, _weekday, _number), classes in places.items():
        shared[room] += len(classes) > 1
    for room, times in shared.items():
        if times:
            yield ngettext(
                "Room %(room)s: several classes have physical education together %(num)s time a"
                " week; this is no clash.",
                "Room %(room)s: several classes have physical education together %(num)s times a"
                " week; this is no clash.",
                times,
                room=facts.naming.rooms[room],
            )
