"""How far the forecast of results misses on real grades: `python -m bench.forecast`.

The data are G1, G2, G3 of 395 pupils (UCI Student Performance, 0–20), which lie beside the
project. The third grade is foretold by the first two: by the rule of `app.results.rules.forecast`
and by the average so far, which is what a pupil sees without it.
"""

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path
from statistics import mean

from app.results.rules.forecast import DatedMark, Level, level_of

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "marks" / "uci_student-mat.csv"
REPORT = ROOT / "bench" / "RESULTS-forecast.md"
_FIRST, _PART = dt.date(2026, 9, 1), dt.timedelta(weeks=12)
_SCALE = 4  # a grade of 0–20 is so many times a mark of 0–5
_SPREAD = 1.28  # standard deviations: four of five

Grades = tuple[int, int, int]


def read() -> list[Grades]:
    """First, second and third grade of each pupil."""
    with DATA.open(encoding="utf-8") as file:
        return [(int(row["G1"]), int(row["G2"]), int(row["G3"])) for row in csv.DictReader(file)]


def by_average(first: int, second: int) -> float:
    """What the average so far foretells."""
    return (first + second) / 2


def level(first: int, second: int) -> Level:
    """What the rule makes of two grades, twelve weeks apart, on the scale of marks."""
    marks = [DatedMark(first, 1, _FIRST), DatedMark(second, 1, _FIRST + _PART)]
    return level_of(marks)


def misses(rows: Sequence[Grades], foretold: Callable[[int, int], float]) -> tuple[float, float]:
    """Mean and root mean square of the error, in grades."""
    errors = [foretold(first, second) - third for first, second, third in rows]
    return mean(map(abs, errors)), sqrt(mean(error**2 for error in errors))


def inside(rows: Sequence[Grades]) -> float:
    """Share of third grades inside the spread of one mark to come, all three as marks of 0–5."""
    found = 0
    for grades in rows:
        first, second, third = (round(grade / _SCALE) for grade in grades)
        one = level(first, second)
        off = _SPREAD * one.scatter * sqrt(1 / one.marks + 1)
        found += abs(one.mean - third) <= off
    return found / len(rows)


def report(rows: Sequence[Grades]) -> str:
    """The text of the results."""
    stayed = [row for row in rows if row[2]]
    lines = [
        "# Forecast of results",
        "",
        "`python -m bench.forecast`: the third grade of real pupils (UCI Student Performance,",
        "mathematics, 0–20) foretold by the first two. Errors in grades of that scale.",
        "",
        "| pupils | | mean error | root mean square |",
        "| --- | --- | --- | --- |",
    ]
    for name, part in (("all", rows), ("who were graded at all (G3 > 0)", stayed)):
        for way, foretold in (
            ("average so far", by_average),
            ("forecast", lambda first, second: level(first, second).mean),
        ):
            one, two = misses(part, foretold)
            lines.append(f"| {name}, {len(part)} | {way} | {one:.3f} | {two:.3f} |")
    lines += [
        "",
        "Nothing is fitted to these data: a mark loses half of its say in four weeks, the grades",
        "are taken to lie twelve weeks apart. The spread that is named with a forecast should hold",
        f"four of five; as marks of 0–5 it held {inside(rows):.0%} of all third grades,",
        f"{inside(stayed):.0%} of those of pupils who were graded. Grades of a term scatter less",
        "than the single marks that it is made for: here it is too wide.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    REPORT.write_text(report(read()), "utf-8")
