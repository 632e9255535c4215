"""What is typed and sent: plans, cells, blocks of points and files [R5]."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.core.errors import Refused
from app.works.enums import Level
from app.works.operations.works import Typed
from app.works.rules.plan import ItemDraft, PlanDraft
from app.works.rules.scale import Scale

_LONGEST_NUMBER = 9
_PARTS = ("number", "element", "level", "points")


def parse_plan(form: "MultiDict[str, str]") -> PlanDraft:
    """The form of a plan; lines without anything typed are left out."""
    five, four, three = (_whole(form.get(name, "")) for name in ("five", "four", "three"))
    scale = Scale(five, four, three, by_percent=form.get("by_percent") == "1")
    return PlanDraft(
        title=_line(form.get("title", "")),
        subject_id=_whole(form.get("subject_id", "")),
        grade=_whole(form.get("grade", "")),
        variants=_whole(form.get("variants", "1")),
        scale=scale,
        items=[_item(*parts) for parts in _lines(form) if any((parts[0], parts[1], parts[3]))],
    )


def _lines(form: "MultiDict[str, str]") -> list[tuple[str, ...]]:
    columns = [[_line(text) for text in form.getlist(name)] for name in _PARTS]
    return list(zip(*columns, strict=False))


def _item(number: str, element: str, level: str, points: str) -> ItemDraft:
    known = Level(level) if level in {*Level} else Level.BASIC
    return ItemDraft(number, element, known, _whole(points))


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _whole(text: str) -> int | None:
    typed = text.strip()
    known = typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST_NUMBER
    return int(typed) if known else None


def parse_typed(raw: Any) -> Typed:
    """A cell as the grid sends it; Refused for what the page does not send."""
    names = ("place", "text", "was")
    if not isinstance(raw, Mapping) or not all(isinstance(raw.get(n), str) for n in names):
        raise Refused(_("The page is out of date: open it anew."))
    pupil = raw.get("pupil")
    if not isinstance(pupil, int):
        raise Refused(_("The page is out of date: open it anew."))
    return Typed(pupil, *(raw[name] for name in names))


def parse_seen(form: "MultiDict[str, str]") -> dict[int, str]:
    """The ticked pupils of the preview of marks, with what it showed."""
    ticked: Sequence[int] = form.getlist("pupil", type=int)
    return {pupil: form.get(f"seen-{pupil}", "") for pupil in ticked}


def parse_place(text: str) -> tuple[int, int | None]:
    """Lesson and task of a choice «12» or «12:7»."""
    lesson, _colon, task = text.partition(":")
    return _whole(lesson) or 0, _whole(task)
