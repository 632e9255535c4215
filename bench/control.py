"""The dashboard of journal keeping: first look and second, with one year of data and with five.

Usage: python -m bench.control [--quick]. Schools of 25 classes on both databases; seconds of the
dashboard of a deputy, the median of several looks: cold (after an entry) and warm. On SQLite they
are processor time, on PostgreSQL, which works in a process of its own, elapsed time.
"""

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from statistics import median

from app import create_app
from app.control.operations.terms import Wanted, set_terms
from app.control.queries.board import board_of
from app.control.queries.items import settings
from app.control.rules.chosen import Chosen, usual_span
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from bench import databases
from bench.school import Size

_LOOKS = 5
Clock = Callable[[], float]
_CLOCKS: dict[str, Clock] = {"sqlite": time.process_time, "postgresql": time.perf_counter}


def main() -> None:
    """Make the schools, measure, print."""
    parser = argparse.ArgumentParser(prog="bench.control", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small school")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory(prefix="journal-control-") as name:
        folder = Path(name)
        with databases.servers(list(_CLOCKS), folder) as prefixes:
            for kind, years in product(_CLOCKS, (1, 5)):
                url = databases.database(prefixes[kind], f"years{years}")
                databases.fill(url, folder, _size(years, quick=quick))
                cold, warm = measured(url, folder, _CLOCKS[kind])
                print(f"{kind}, {years} year(s): cold {cold:.2f} s, warm {warm:.2f} s", flush=True)


def measured(url: str, folder: Path, clock_of: Clock) -> tuple[float, float]:
    """Median seconds of a look after an entry, and of one after that."""
    app = create_app(SQLALCHEMY_DATABASE_URI=url, INSTANCE_DIR=str(folder))
    with app.app_context():
        _look()  # the statements are put together
        cold, warm = [], []
        for number in range(_LOOKS):
            _enter(number)
            cold.append(_timed(_look, clock_of))
            warm.append(_timed(_look, clock_of))
    return median(cold), median(warm)


def _look() -> None:
    now = clock.now()
    board_of(SYSTEM, Chosen(usual_span(now.date())), now)
    db.session.rollback()


def _enter(number: int) -> None:
    """Something is entered: what is remembered is no longer true."""
    numbers = {one.check.name: one.number for one in settings()}
    wanted = {name: Wanted(watched=True, number=value) for name, value in numbers.items()}
    wanted["homework-late"] = Wanted(watched=True, number=90 + number)
    with unit_of_work(way="cli", actor=SYSTEM):
        set_terms(SYSTEM, wanted=wanted)


def _timed(work: Callable[[], None], clock_of: Clock) -> float:
    begun = clock_of()
    work()
    return clock_of() - begun


def _size(years: int, *, quick: bool) -> Size:
    today = dt.date.today()  # as the server has it
    return Size(today, years, classes=4, weeks=10) if quick else Size(today, years)


if __name__ == "__main__":
    main()
