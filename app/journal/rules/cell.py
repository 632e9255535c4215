"""The text of a cell: what a person types, and what the grid shows [J1 J5 T1]."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

DIGITS = ("5", "4", "3", "2", "1")
PASSED = "зач"
FAILED = "н/зач"
DEBT = "•"
EXEMPT = "осв"  # in results only
NOT_ATTESTED = "н/а"  # in results only
MOST_MARKS = 4  # of one pupil in one lesson
GONE = "→"  # absent until the end of the day

_EMPTY = "–"
_WORDS = {
    **{digit: digit for digit in DIGITS},
    **dict.fromkeys(("зач", "зачет", "зачёт", "зч"), PASSED),
    **dict.fromkeys(("незач", "незачет", "незачёт", "нзач", "нз"), FAILED),
    **dict.fromkeys((".", DEBT), DEBT),
    **dict.fromkeys(("осв", "осв."), EXEMPT),
    **dict.fromkeys(("неатт", "на"), NOT_ATTESTED),
}
_BLANKS = frozenset({"", "-", "–", "—"})
_LATE = "late"
_OTHER_LAYOUT = str.maketrans(
    "`qwertyuiop[]asdfghjkl;'zxcvbnm,.", "ёйцукенгшщзхъфывапролджэячсмитьбю"
)
_LOOK_ALIKE = str.maketrans("abcehkmoptxy", "авсенкмортху")


@dataclass(frozen=True)
class Cell:
    """What a cell says: code of the absence (None: present), minutes late, a mark per task.

    A place in `marks` is None where the pupil has no mark for that task of the lesson. `gone`: the
    pupil will not come back that day, which the teachers of the later lessons are told [T1].
    """

    absence: str | None = None
    minutes: int | None = None
    marks: tuple[str | None, ...] = ()
    gone: bool = False

    @property
    def missed(self) -> bool:
        """True when the pupil was not there; late is no absence."""
        return self.absence is not None and self.absence != _LATE

    @property
    def marked(self) -> bool:
        """True when there is a mark; a debt is none."""
        return any(mark not in {None, DEBT} for mark in self.marks)

    @property
    def contradicts(self) -> bool:
        """True for a mark beside an absence: a line of the weekly reconciliation [T3]."""
        return self.missed and self.marked


def parse_cell(text: str, letters: Mapping[str, str], now: str | None = None) -> Cell | Fault:
    """What the typed text of a cell means; a `Fault` says what may be typed.

    `letters`: code of absence → letter of the school's profile. A letter of two codes means
    `now`, the code that the cell has, else the first. Latin keys are read as the Russian letters
    of the same keys, then as the letters that look alike.
    """
    typed = re.sub(r"\s+", " ", text.strip().lower())
    for reading in (typed, typed.translate(_OTHER_LAYOUT), typed.translate(_LOOK_ALIKE)):
        cell = _read(reading, letters, now)
        if cell is not None:
            return _within(cell)
    return Fault(
        _l(
            "“%(text)s” is neither a mark nor a code of absence. Write a mark (5, 4/5, %(words)s), "
            "a full stop for a debt, or %(letters)s.",
            text=text.strip()[:20],
            words=f"{PASSED}, {FAILED}",
            letters=", ".join(dict.fromkeys(letters.values())),
        )
    )


def format_cell(cell: Cell, letters: Mapping[str, str]) -> str:
    """The text that the grid shows and `parse_cell` reads back: «Н», «Н→», «О15», «4/5», «Н 4»."""
    marks = list(cell.marks)
    while marks and marks[-1] is None:
        marks.pop()
    parts = []
    if cell.absence:
        parts.append(f"{letters[cell.absence]}{cell.minutes or ''}{GONE if cell.gone else ''}")
    if marks:
        parts.append("/".join(mark or _EMPTY for mark in marks))
    return " ".join(parts)


def beside_absence(stored: Cell, typed: Cell) -> Cell:
    """What a typed text makes of a stored cell: marks typed over a mere absence stand beside it.

    «4» typed over «Н» means «Н 4», which the person is asked about; whoever wants the absence
    away clears the cell first.
    """
    if stored.absence and not any(stored.marks) and any(typed.marks) and not typed.absence:
        return replace(stored, marks=typed.marks)
    return typed


def _within(cell: Cell) -> Cell | Fault:
    if len(cell.marks) > MOST_MARKS:
        return Fault(_l("At most %(number)s marks in one lesson.", number=MOST_MARKS))
    return cell


def _read(text: str, letters: Mapping[str, str], now: str | None) -> Cell | None:
    marks = _marks(text)
    if marks is not None:
        return Cell(marks=marks)
    for code in _by_length(letters, now):
        letter = letters[code].lower()
        if text.startswith(letter):
            return _absence(code, text.removeprefix(letter))
    return None


def _absence(code: str, rest: str) -> Cell | None:
    minutes, text = None, rest
    late = re.match(r"(\d{1,3})(?![^\s/])", rest) if code == _LATE else None
    if late:
        minutes, text = int(late[1]), rest[late.end() :]
    gone = code != _LATE and text.startswith(GONE)
    marks = _marks(text.removeprefix(GONE if gone else "").strip())
    return None if marks is None else Cell(code, minutes, marks, gone)


def _by_length(letters: Mapping[str, str], now: str | None) -> Sequence[str]:
    """Codes, the longest letters first («НП» before «Н»), `now` before its equals."""
    return sorted(letters, key=lambda code: (-len(letters[code]), code != now))


def _marks(text: str) -> tuple[str | None, ...] | None:
    """Marks by the tasks of the lesson; None when this is not a list of marks."""
    joined = re.sub(r"н/(?=зач)", "не", text).replace("н/а", "неатт")
    if re.fullmatch(r"\d(\.\d)+", joined):  # a full stop is on the key of the slash
        joined = joined.replace(".", "/")
    tokens = re.sub(r" ?/ ?| ", "/", joined).split("/")
    if any(token not in _WORDS and token not in _BLANKS for token in tokens):
        return None
    marks = [_WORDS.get(token) for token in tokens]
    while marks and marks[-1] is None:
        marks.pop()
    return tuple(marks)
