"""The dashboard of journal keeping: first look and second, with one year of data and with five.

Usage: python -m bench.control [--quick] [--save]. Schools of 25 classes on both databases; the page
of a deputy, asked for in this process: cold (after an entry) and warm. On SQLite it is processor
time, on PostgreSQL, which works in a process of its own, elapsed time. The two schools of a
database take turns.
"""

import argparse
import datetime as dt
import gc
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.control.operations.terms import Wanted, set_terms
from app.control.queries.items import settings
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from bench import databases, machine
from bench.client import token_of
from bench.school import Size

_RESULTS = Path(__file__).parent / "RESULTS-control.md"
_LOOKS = 9
_YEARS = (1, 5)
Clock = Callable[[], float]
_CLOCKS: dict[str, Clock] = {"sqlite": time.process_time, "postgresql": time.perf_counter}
_HEAD = """# The dashboard of journal keeping

`python -m bench.control --save`, {day}, {cores} cores, Python {python}, load before the run
{load:.1f}. The page of a deputy at 25 classes × 28 pupils over the last four weeks: cold, after an
entry, and warm; rights and drawing included, in seconds, on SQLite of processor, on PostgreSQL
elapsed. Schools with one year of entries and with five take turns, {looks} looks each; the ratio is
the median of the ratios of the turns. Ten million additions took {pace:.2f} s before the run (0.5
to 0.7 when nothing else runs), and {after:.2f} s after it.

| database | look | 1 year: best | median | 5 years: best | median | ratio |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
"""


def main() -> None:
    """Make the schools, measure, print."""
    parser = argparse.ArgumentParser(prog="bench.control", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small school")
    parser.add_argument("--save", action="store_true", help="write RESULTS-control.md")
    options = parser.parse_args()
    facts, lines = machine.facts(), []
    with tempfile.TemporaryDirectory(prefix="journal-control-") as name:
        folder = Path(name)
        with databases.servers(list(_CLOCKS), folder) as prefixes:
            for kind, prefix in prefixes.items():
                schools = [_school(prefix, folder, years, quick=options.quick) for years in _YEARS]
                for line in _lines(kind, _measured(schools, _CLOCKS[kind])):
                    print(line, flush=True)
                    lines.append(line)
    text = _HEAD.format(looks=_LOOKS, after=machine.pace(), **facts) + "\n".join(lines) + "\n"
    if options.save:
        _RESULTS.write_text(text)


def _school(prefix: str, folder: Path, years: int, *, quick: bool) -> Flask:
    url = databases.database(prefix, f"years{years}")
    today = dt.date.today()  # as the server has it
    size = Size(today, years, classes=4, weeks=10) if quick else Size(today, years)
    databases.fill(url, folder, size)
    return create_app(SQLALCHEMY_DATABASE_URI=url, INSTANCE_DIR=str(folder))


def _measured(schools: Sequence[Flask], clock: Clock) -> dict[str, list[list[float]]]:
    """Seconds of each look by its kind and school, in the order of the turns."""
    clients = [_deputy(app) for app in schools]
    for client in clients:
        _look(client)  # the statements are put together
    gc.freeze()  # as the server does
    found: dict[str, list[list[float]]] = {
        "cold": [[] for _ in schools],
        "warm": [[] for _ in schools],
    }
    for turn in range(_LOOKS):
        for place, (app, client) in enumerate(zip(schools, clients, strict=True)):
            with app.app_context():
                _enter(turn)
            for look in found.values():
                begun = clock()
                _look(client)
                look[place].append(clock() - begun)
    return found


def _lines(kind: str, found: dict[str, list[list[float]]]) -> Iterator[str]:
    for look, (one, five) in found.items():
        ratio = median(b / a for a, b in zip(one, five, strict=True))
        figures = " | ".join(f"{min(of):.2f} | {median(of):.2f}" for of in (one, five))
        yield f"| {kind} | {look} | {figures} | {ratio:.2f} |"


def _deputy(app: Flask) -> FlaskClient:
    client = app.test_client()
    token = token_of(client.get("/login/").text)
    form = {"username": databases.DEPUTY, "password": databases.PASSWORD, "csrf_token": token}
    client.post("/login/", data=form)
    return client


def _look(client: FlaskClient) -> None:
    answer = client.get("/control/")
    if answer.status_code != 200:
        raise RuntimeError(f"the dashboard answers {answer.status}")


def _enter(turn: int) -> None:
    """Something is entered: what is remembered is no longer true."""
    numbers = {one.check.name: one.number for one in settings()}
    wanted = {name: Wanted(watched=True, number=value) for name, value in numbers.items()}
    wanted["homework-late"] = Wanted(watched=True, number=90 + turn)
    with unit_of_work(way="cli", actor=SYSTEM):
        set_terms(SYSTEM, wanted=wanted)


if __name__ == "__main__":
    main()
