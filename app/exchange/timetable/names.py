"""Names matched by text: ids of timetable files are not stable between two exports [S8]."""

import datetime as dt
import re
from difflib import SequenceMatcher

# Latin letters that look like Cyrillic ones: «7A» and «7А» are one class to whoever reads them.
_LOOKALIKES = str.maketrans("aeopcyxkmhtbi", "аеорсухкмнтві")
_QUOTES = re.compile(r"[\"'«»„“”‘’`]")
_GAP = re.compile(r"[\s\-‐‑‒–—−_.]+")  # every dash that a keyboard has
_NEAR = 0.86
_NEAR_PERSON = 0.92
_PERSON_PARTS = 3
_MOST = 99.0  # hours a week, periods of a card: what a school can mean
_MOST_LESSONS = 30
_SEAT_DIGITS = 4


def tidy(text: str | None, limit: int = 150) -> str:
    """The text as a person would keep it: no padding, single spaces, at most `limit` long."""
    return " ".join((text or "").replace("\xa0", " ").split())[:limit].rstrip()


def match_key(text: str) -> str:
    """Equal for names that differ in case, padding, ё, look-alikes, spaces, dots and dashes only.

    A gap between two digits stays: «1-1» is not «11».
    """
    folded = text.casefold().replace("ё", "е").translate(_LOOKALIKES)
    folded = _QUOTES.sub("", folded).strip(" -.–—")
    return _GAP.sub(lambda gap: "-" if _between_digits(folded, gap) else "", folded)


def _between_digits(text: str, gap: re.Match[str]) -> bool:
    before, after = text[: gap.start()], text[gap.end() :]
    return before[-1:].isdigit() and after[:1].isdigit()


def grade_of(name: str) -> int | None:
    """The grade that a class name begins with: 5-1 → 5, «11и (техн.)» → 11; 1 to 12."""
    digits = re.match(r"\W*(\d{1,2})(?!\d)", name)
    grade = int(digits[1]) if digits else 0
    return grade if 1 <= grade <= 12 else None  # noqa: PLR2004


def person_parts(name: str) -> tuple[str, str, str]:
    """Last, first and middle name of «Иванова Анна Петровна», «Иванова А.П.» or «А. П. Иванова»."""
    words = re.sub(r"\.(?=\S)", ". ", tidy(name)).split()
    initials = [word for word in words if re.fullmatch(r"\w\.?", word)]
    if initials and words[: len(initials)] == initials and len(words) > len(initials):
        words = words[len(initials) :] + initials
    last, first, *middle = [*words, "", ""][: max(_PERSON_PARTS, len(words))]
    return last[:60], first[:60], " ".join(middle).strip()[:60]


def person_key(last: str, first: str, middle: str) -> str:
    """Match key of a person."""
    return "|".join(match_key(part) for part in (last, first, middle))


def near_person(one: str, other: str) -> bool:
    """True when two different `person_key`s may be one person: shortened or misspelt."""
    return shortened(one, other) or (
        SequenceMatcher(None, one, other).ratio() >= _NEAR_PERSON and _same_initials(one, other)
    )


def shortened(one: str, other: str) -> bool:
    """True for one last name with first and middle names that shorten each other («А.П.»)."""
    (last, *names), (other_last, *other_names) = one.split("|"), other.split("|")
    pairs = zip(names, other_names, strict=True)
    return last == other_last and all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _same_initials(one: str, other: str) -> bool:
    return [part[:1] for part in one.split("|")] == [part[:1] for part in other.split("|")]


def near_name(one: str, other: str) -> bool:
    """True when two different keys look like one misspelt; other digits are another thing."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return SequenceMatcher(None, one, other).ratio() >= _NEAR


def clock(text: str | None) -> dt.time | None:
    """«8:30» as a time of day; None for anything else."""
    parts = re.fullmatch(r"\s*(\d{1,2})[:.](\d{2})(?::\d{2})?\s*", text or "")
    if not parts or int(parts[1]) > 23 or int(parts[2]) > 59:  # noqa: PLR2004
        return None
    return dt.time(int(parts[1]), int(parts[2]))


def number(text: str | None, most: float = _MOST) -> float | None:
    """A number from 0 to `most` with point or comma; None for anything else."""
    try:
        found = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return found if 0 <= found <= most else None


def lesson_number(text: str | None) -> int | None:
    """The number of a lesson in the day, 0 to 30; None for anything else."""
    found = number(text, _MOST_LESSONS)
    return None if found is None else int(found)


def seats(text: str | None) -> int | None:
    """How many seats a room has; files also have «*» and nothing."""
    return int(text) if text and text.isdecimal() and len(text) <= _SEAT_DIGITS else None
