"""A block of points out of a spreadsheet: which line is whose, and what is wrong in it [R5]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.works.rules.analysis import Item
from app.works.rules.points import Row, with_points, with_variant


@dataclass(frozen=True)
class Pupils:
    """Whose rows there are: names by pupil in the order of the grid, and what is stored."""

    names: Mapping[int, str]
    rows: Mapping[int, Row]


@dataclass(frozen=True)
class Line:
    """A line of the block: its number in the file, whose it is, the row that it makes, faults."""

    number: int
    name: str
    pupil_id: int | None
    row: Row | None
    faults: Sequence[Any] = ()
    changed: bool = False


@dataclass(frozen=True)
class Source:
    """A line as it was read: number, name or the pupil by order, variant, texts by item's place."""

    number: int
    name: str
    variant: str = ""
    texts: Mapping[int, str] = field(default_factory=dict)
    pupil_id: int | None = None


def read_block(
    sources: Sequence[Source], pupils: Pupils, items: Sequence[Item], variants: int
) -> list[Line]:
    """Every line with what it would store; a pupil twice, or unknown, is a fault of the line."""
    lines: list[Line] = []
    taken: dict[int, int] = {}
    for source in sources:
        pupil = source.pupil_id or _pupil(source.name, pupils.names)
        if isinstance(pupil, Fault):
            lines.append(Line(source.number, source.name, None, None, [pupil.text]))
        elif pupil in taken:
            text = _l("The pupil stands in line %(number)s already.", number=taken[pupil])
            lines.append(Line(source.number, source.name, None, None, [text]))
        else:
            taken[pupil] = source.number
            lines.append(_line(source, pupil, pupils, items, variants))
    return lines


def _line(source: Source, pupil: int, pupils: Pupils, items: Sequence[Item], variants: int) -> Line:
    before = row = pupils.rows[pupil]
    faults: list[Any] = []
    if source.variant:
        found = with_variant(row, source.variant, variants)
        if isinstance(found, Fault):
            faults.append(found.text)
        else:
            row = found
    for at, text in source.texts.items():
        found = with_points(row, at, text, items[at].most)
        if isinstance(found, Fault):
            faults.append(_l("item %(name)s: %(text)s", name=items[at].number, text=found.text))
        else:
            row = found
    return Line(source.number, pupils.names[pupil], pupil, row, faults, row != before)


def _pupil(name: str, names: Mapping[int, str]) -> int | Fault:
    """The pupil of a name: «Абрамов Иван Петрович», «Абрамов Иван», «Абрамов И.»."""
    asked = _plain(name)
    if not asked:
        return Fault(_l("There is no row of a pupil for this line."))
    exact = [pupil for pupil, known in names.items() if _plain(known) == asked]
    near = exact or [pupil for pupil, known in names.items() if _fits(asked, _plain(known))]
    if not near:
        return Fault(_l("There is no such pupil in this journal on the day of the work."))
    if len(near) > 1:
        return Fault(_l("Several pupils have this name: write the name as in the journal."))
    return near[0]


def _plain(name: str) -> list[str]:
    return name.lower().replace("ё", "е").replace(".", " ").split()


def _fits(asked: list[str], known: list[str]) -> bool:
    if asked[0] != known[0]:
        return False
    return all(
        a.startswith(k) or k.startswith(a) for a, k in zip(asked[1:], known[1:], strict=False)
    )
