"""The measurements as a table, with what they are held against."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version

from bench.scenarios import Measured

FLOOR = "floor: "
_AGAINST = {"journal page": "journal page", "week grid": "week grid", "cell save": "journal page"}
_HEAD = (
    "| database | years | scenario | clients | requests | median, ms | p95, ms | per second "
    "| to the floor | to one year |"
)


def conditions() -> Iterator[str]:
    """What the figures were measured with."""
    packages = ("Flask", "SQLAlchemy", "Flask-AppBuilder", "psycopg", "gunicorn")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    yield "# Results of `make bench`"
    yield ""
    yield (
        f"{os.cpu_count()} cores shared by the server (2 processes × 4 threads), the database and "
        f"the clients; Python {platform.python_version()}, {versions}; PostgreSQL without fsync, "
        "SQLite in WAL mode. The floor is a bare Flask + SQLAlchemy page that reads the same rows "
        "with 3 queries and renders an equal table, under the same gunicorn; a cell save is held "
        "against the floor's journal page. All are measured in turn, in rounds of less than a "
        "second; a ratio is the median of the ratios of the rounds."
    )
    yield ""


def table(lines: list[Measured]) -> Iterator[str]:
    """One line for each measurement, with its ratios."""
    known = {(m.database, m.years, m.scenario, m.clients): m for m in lines}
    yield _HEAD
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for m in sorted(lines, key=lambda m: (m.database, m.scenario.removeprefix(FLOOR), m.clients)):
        floor = known.get((m.database, m.years, FLOOR + _AGAINST.get(m.scenario, ""), m.clients))
        first = known.get((m.database, 1, m.scenario, m.clients)) if m.years > 1 else None
        times = m.times
        yield (
            f"| {m.database} | {m.years} | {m.scenario} | {m.clients} | {len(times.each)} "
            f"| {times.median:.1f} | {times.p95:.1f} | {times.rate:.1f} "
            f"| {_ratio(m, floor)} | {_ratio(m, first)} |"
        )


def _ratio(measured: Measured, base: Measured | None) -> str:
    return f"{measured.ratio(base):.2f}" if base else ""
