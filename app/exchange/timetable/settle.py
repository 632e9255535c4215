"""What holds for every kind of file: equal names are one thing, people excepted; remarks."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext

from app.exchange.timetable.document import (
    Document,
    GroupItem,
    Part,
    Placement,
    TeacherItem,
)
from app.exchange.timetable.names import match_key, person_key

Item = TypeVar("Item")


def settled(document: Document) -> Document:
    """The document with equal names merged, namesakes told apart, and remarks on the rest."""
    document = _named(document)
    problems = [*document.problems]
    for kind in ("subjects", "rooms", "classes"):
        document = _merged(document, kind, lambda item: match_key(item.name), problems)
    groups = tuple(_twins(document.groups, problems))
    teachers = tuple(_namesakes(document.teachers, problems))
    document = replace(document, teachers=teachers, groups=groups)
    return replace(document, problems=(*problems, *_remarks(document)))


def _named(document: Document) -> Document:
    """Subjects, rooms, classes and groups without a name get one, so that none is dropped."""
    nameless = _("(no name)")

    def named(items: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(item if item.name else replace(item, name=nameless) for item in items)

    problems = list(document.problems)
    for subject in document.subjects:
        if not subject.name:
            count = sum(lesson.subject == subject.key for lesson in document.lessons)
            problems.append(
                ngettext(
                    "A subject without a name is taken as «%(name)s»: %(num)s lesson.",
                    "A subject without a name is taken as «%(name)s»: %(num)s lessons.",
                    count,
                    name=nameless,
                )
            )
    return replace(
        document,
        subjects=named(document.subjects),
        rooms=named(document.rooms),
        classes=named(document.classes),
        groups=named(document.groups),
        problems=tuple(problems),
    )


def _merged(
    document: Document, kind: str, key_of: Callable[[Any], object], problems: list[str]
) -> Document:
    """Items of one kind with the same name become the first of them, wherever they are named."""
    first: dict[object, Any] = {}
    renamed: dict[str, str] = {}
    for item in getattr(document, kind):
        kept = first.setdefault(key_of(item), item)
        if kept is not item:
            renamed[item.key] = kept.key
            problems.append(
                _("«%(one)s» and «%(other)s» are taken as one.", one=kept.name, other=item.name)
            )
    if not renamed:
        return document
    kept_items: dict[str, Any] = {kind: tuple(first.values())}
    document = replace(document, **kept_items)
    return _RENAMERS[kind](document, lambda key: renamed.get(key, key))


def _rename_subjects(document: Document, new: Callable[[str], str]) -> Document:
    lessons = tuple(replace(item, subject=new(item.subject)) for item in document.lessons)
    return replace(document, lessons=lessons)


def _rename_rooms(document: Document, new: Callable[[str], str]) -> Document:
    placements = tuple(
        replace(item, rooms=tuple(dict.fromkeys(map(new, item.rooms))))
        for item in document.placements
    )
    return replace(document, placements=placements)


def _rename_classes(document: Document, new: Callable[[str], str]) -> Document:
    groups = tuple(replace(item, class_key=new(item.class_key)) for item in document.groups)
    document = replace(document, groups=groups)
    return _with_parts(document, lambda part: Part(new(part.class_key), part.group))


def _with_parts(document: Document, new: Callable[[Part], Part]) -> Document:
    lessons = tuple(
        replace(item, parts=tuple(dict.fromkeys(map(new, item.parts)))) for item in document.lessons
    )
    return replace(document, lessons=lessons)


_RENAMERS = {
    "subjects": _rename_subjects,
    "rooms": _rename_rooms,
    "classes": _rename_classes,
}


def _namesakes(teachers: Iterable[TeacherItem], problems: list[str]) -> Iterable[TeacherItem]:
    """Two teachers of one name stay two: the second is «… II», and the person is told."""
    seen: Counter[str] = Counter()
    for teacher in teachers:
        key = person_key(teacher.last, teacher.first, teacher.middle)
        seen[key] += 1
        if seen[key] == 1:
            yield teacher
            continue
        second = replace(teacher, middle=f"{teacher.middle} {'I' * seen[key]}".strip())
        text = _("Two teachers are named «%(name)s»; the second is taken as «%(second)s».")
        problems.append(text % {"name": teacher.name, "second": second.name})
        yield second


def _twins(groups: Iterable[GroupItem], problems: list[str]) -> Iterable[GroupItem]:
    """Two groups of one division with one name stay two, as two teachers do."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for group in groups:
        key = (group.class_key, group.division, match_key(group.name))
        seen[key] += 1
        if seen[key] == 1:
            yield group
            continue
        second = replace(group, name=f"{group.name[:55]} ({seen[key]})")
        text = _("A division has two groups «%(name)s»; the second is taken as «%(second)s».")
        problems.append(text % {"name": group.name, "second": second.name})
        yield second


def _remarks(document: Document) -> Iterable[str]:
    """What the person should know though it is taken."""
    lessons = {lesson.key: lesson for lesson in document.lessons}
    subjects = {subject.key: subject.name for subject in document.subjects}
    rooms = {room.key: room.name for room in document.rooms}
    unled = Counter(subjects[item.subject] for item in document.lessons if not item.teachers)
    for name, count in unled.items():
        yield _("%(subject)s: no teacher is given in %(count)s lessons.", subject=name, count=count)
    yield from _several_rooms(
        document.placements, lambda key: subjects[lessons[key].subject], rooms
    )
    without = sum(1 for item in document.placements if not item.rooms)
    if without:
        yield ngettext(
            "%(num)s placement without a room.", "%(num)s placements without a room.", without
        )


def _several_rooms(
    placements: Iterable[Placement], subject_of: Callable[[str], str], rooms: dict[str, str]
) -> Iterable[str]:
    found = Counter(
        (subject_of(item.lesson), ", ".join(rooms[key] for key in item.rooms), item.rooms[0])
        for item in placements
        if len(item.rooms) > 1
    )
    for (subject, names, kept), count in found.items():
        yield _(
            "%(subject)s: in several rooms at once (%(names)s), %(count)s times; the timetable"
            " shows %(kept)s.",
            subject=subject,
            names=names,
            count=count,
            kept=rooms[kept],
        )
