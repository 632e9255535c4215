"""Topics of a lesson plan (КТП) as texts: themes of the subject through the style's wordings."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import lcm
from pathlib import Path

from app.exchange.demo.styles import Style, style_of

_THEMES = Path(__file__).parent / "texts" / "themes.txt"
_HEADING = re.compile(r"\[(.+) \| (\d+)-(\d+)\]")
_LONG_THEME = 7  # lessons that a theme must have for a check in its middle and an analysis
_SHORT_THEME = 2
_CHECK_EVERY = 6  # lessons
_PARAGRAPHS = 56  # of a textbook
_SHARE = 0.55  # of a subject's themes that one grade has, where several grades share a list


@dataclass(frozen=True)
class Theme:
    """A theme with what is looked at in it."""

    name: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """One lesson of a plan; `kind` is the code of its work, if it has one."""

    section: str
    title: str
    kind: str = ""
    homework: str = ""


def topics(subject: str, grade: int, lessons: int, chance: random.Random) -> Iterator[Topic]:
    """As many topics as the subject has lessons in the grade's year."""
    style, numbers, place = style_of(subject), Counter[str](), 0
    chosen = themes(subject, grade)
    for index, theme in enumerate(chosen):
        count = lessons * (index + 1) // len(chosen) - lessons * index // len(chosen)
        for wording, kind, detail in _lessons(style, theme, count):
            numbers[kind], place = numbers[kind] + bool(kind), place + 1
            yield Topic(
                theme.name,
                wording.format(t=theme.name, d=detail, n=numbers[kind] or numbers[style.final[1]]),
                kind,
                _homework(style, theme.name, detail, _PARAGRAPHS * place // lessons, chance),
            )


def themes(subject: str, grade: int) -> Sequence[Theme]:
    """The grade's part of the themes; neighbouring grades overlap, as repetition does."""
    first, last, found = next(
        (first, last, found)
        for name, first, last, found in _all_themes()
        if name == subject and first <= grade <= last
    )
    if first == last:
        return found
    size = round(len(found) * _SHARE)
    start = (len(found) - size) * (grade - first) // (last - first)
    return found[start : start + size]


def _lessons(style: Style, theme: Theme, count: int) -> Iterator[tuple[str, str, str]]:
    """Wording, kind of work and detail of each lesson of a theme."""
    long = count >= _LONG_THEME
    plain = count - 1 - long
    for place in range(plain):
        detail = theme.details[place % len(theme.details)]
        if long and place % _CHECK_EVERY == _CHECK_EVERY - 1:
            yield (*style.check, detail)
        else:
            turn = place + place // lcm(len(theme.details), len(style.lessons))
            yield style.lessons[turn % len(style.lessons)], "", detail
    detail = theme.details[-1]
    yield (*(style.final if count > _SHORT_THEME else style.check), detail)
    if long:
        yield style.after, "", detail


def _homework(style: Style, theme: str, detail: str, paragraph: int, chance: random.Random) -> str:
    if not style.homework:
        return ""
    first = 7 * paragraph + chance.randint(3, 12)
    return chance.choice(style.homework).format(
        t=theme, d=detail, p=paragraph + 1, a=first, b=first + chance.randint(2, 5)
    )


@cache
def _all_themes() -> list[tuple[str, int, int, list[Theme]]]:
    found: list[tuple[str, int, int, list[Theme]]] = []
    for line in _THEMES.read_text("utf-8").splitlines():
        heading = _HEADING.fullmatch(line)
        if heading:
            found.append((heading[1], int(heading[2]), int(heading[3]), []))
        elif line and not line.startswith("#"):
            name, _colon, details = line.partition(": ")
            found[-1][3].append(Theme(name, tuple(details.split("; "))))
    return found
