"""Hostile words in what people type: pages, files and papers show them and do nothing more [P7].

A school in which every name and text is an attack: markup that asks an address, a formula, the
end of a line of a header. Every page and file that the application registers is opened in it.
"""

import csv
import http.server
import io
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import Column, String, Table, Text, Update, cast, func, literal

from app.binding.paper.book import Order, bound_journal
from app.binding.paper.slips import slips_pdf
from app.binding.queries.slips import class_slips
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import db
from app.core.pdf.document import render
from app.core.pdf.wrapping import PaperError
from app.core.sheet.cells import FORMULA
from app.outages.enums import Filling, Paper
from app.outages.paper.issue import issued
from app.outages.queries.forms import Scope
from app.people.models import Pupil
from app.reports.catalogue import KINDS
from tests.architecture.access import world as worlds
from tests.architecture.access.crawler import Crawler
from tests.factories import save
from tests.paper import page_texts

pytestmark = pytest.mark.req("P7")
# Parameters of reports and the things of the access matrix that they name.
ASKED = {
    "class_id": "SchoolClass",
    "period_id": "GradingPeriod",
    "subject_id": "Subject",
    "pupil_id": "Pupil",
    "staff_id": "Staff",
    "year_id": "AcademicYear",
    "work_id": "ControlWork",
    "plan_id": "WorkPlan",
}
# Columns with what people type, whatever the table.
TYPED = {
    *("about", "answer", "arrival_order", "author_name", "came_from", "division", "first_name"),
    *("homework", "inspector", "last_name", "middle_name", "name", "note", "passport", "position"),
    *("protocol_number", "reason", "relation", "section", "short_name", "subject", "text"),
    *("title", "topic", "whom"),
}
# Tables that nobody types into; names of files are cleaned when they come (tests/core/test_files).
ITS_OWN = ("ab_", "audit_", "handed_in", "message_file", "paper")
SHORT, LONG = "=<s>'\"&\r\n", '=1+<img src="http://127.0.0.1:%d/">\r\nX-Evil: 1 '


class Asked(http.server.BaseHTTPRequestHandler):
    """Somebody followed the address of the attack."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_args: object) -> None:
        """Nothing."""


@pytest.fixture
def listener() -> Iterator[http.server.HTTPServer]:
    """A server that notes who asks it."""
    with http.server.HTTPServer(("127.0.0.1", 0), Asked) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def hostile(sqlite_app: Flask, listener, monkeypatch) -> worlds.World:
    """The school of the access matrix with an attack in every text that somebody typed."""
    monkeypatch.setattr(clock, "now", lambda: worlds.NOW)
    world = worlds.build()
    with db.engine.begin() as connection:
        for table in db.metadata.sorted_tables:
            for column in table.columns:
                typed = column.name in TYPED and type(column.type) in (String, Text)
                if typed and not table.name.startswith(ITS_OWN):
                    connection.execute(_attack(table, column, listener.server_port))
    return world


def _attack(table: Table, column: Column, port: int) -> Update:
    """The statement that puts as much of an attack into the column as it may hold."""
    room = getattr(column.type, "length", None) or 1000
    words = literal(LONG % port if room >= 100 else SHORT) + cast(
        next(iter(table.primary_key)), String
    )
    return table.update().where(func.length(column) > 0).values({column.name: words})


@pytest.fixture
def visitor(sqlite_app: Flask, hostile, login: Callable) -> Callable[[str], Crawler]:
    """`visitor(role)` asks in the hostile school."""
    return lambda role: Crawler(sqlite_app, login(hostile.users[role]), hostile, role)


def faults(answer: Any) -> list[str]:
    """What the attack achieved in an answer."""
    found = ["crashed"] if answer.status_code >= 500 else []
    if "X-Evil" in answer.headers:
        found.append("header")
    if answer.mimetype in {"text/html", "image/svg+xml"} and (
        '<img src="http://127' in answer.text or "=<s>" in answer.text
    ):
        found.append("markup")
    if answer.data.startswith(b"PK") and any(
        cell.data_type == "f"
        for sheet in load_workbook(io.BytesIO(answer.data))
        for row in sheet
        for cell in row
    ):
        found.append("formula")
    if answer.mimetype == "text/csv" and any(
        cell.startswith(FORMULA)
        for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
        for cell in row
    ):
        found.append("formula")
    return found


def shows(answer: Any) -> bool:
    """True when the answer tells the words of the attack, as it must: else nothing was tried."""
    if answer.data.startswith(b"%PDF"):
        text = "".join(page_texts(answer.data))
    elif answer.data.startswith(b"PK"):
        rows = load_workbook(io.BytesIO(answer.data)).active.values
        text = "".join(str(value) for row in rows for value in row)
    else:
        text = unescape(answer.text)
    return "<img" in text or "<s>" in text


def reports(asked: Crawler) -> list[str]:
    """Addresses of every report of the own things as PDF and XLSX."""
    keys = {name: asked.world.things[table][0] for name, table in ASKED.items()}
    query = "&".join(f"{name}={key}" for name, key in keys.items())
    days = "day=2026-09-03&first=2026-09-01&last=2026-09-03"
    ends = ("pdf", "xlsx")
    return [f"/reports/{one.name}/{end}?{query}&{days}" for one in KINDS for end in ends]


@pytest.mark.parametrize(("role", "kinds"), [("admin", 4), ("teacher", 2), ("parent", 1)])
def test_no_page_and_no_file_does_what_a_name_tells_it(visitor, listener, role, kinds):
    asked, wrong, seen = visitor(role), {}, Counter()
    for address in [*asked.own_pages(), *(reports(asked) if role == "admin" else ())]:
        answer = asked.client.get(address)
        if found := faults(answer):
            wrong[address] = found
        seen[answer.mimetype] += shows(answer)
    assert (wrong, listener.asked) == ({}, [])
    assert len([kind for kind, count in seen.items() if count > 1]) == kinds


def papers(asked: Crawler) -> Iterator[tuple[str, bytes]]:
    """What is printed for a class by long work and by a sent form, with the words of the attack."""
    of, pupil = (asked.world.things[table][0] for table in ("SchoolClass", "Pupil"))
    today = worlds.NOW.date()
    applied = db.session.get_one(Pupil, pupil)
    applied.slips_since = today
    save(applied)
    for whose in (None, pupil):
        yield "journal", bound_journal(SYSTEM, Order(of, pupil_id=whose), made_on=today)
    yield "slips", slips_pdf(class_slips(SYSTEM, of, today), per_page=4)
    scope = Scope(today, today, class_id=of)
    for filling in Filling:
        for _form, pdf in issued(
            SYSTEM, scope, filling, Paper.A4_LANDSCAPE, way="cli", now=worlds.NOW
        ):
            yield "temporary", pdf
    ticked = {"class_id": of, "who": f"pupil-{pupil}", "csrf_token": asked.token}
    yield "codes", asked.client.post("/codes/print", data=ticked).data


def test_every_paper_is_printed_whole_with_hostile_names(visitor, listener):
    """Names of before line breaks were cleaned are still in the database [P7 R6 R8 U1]."""
    asked = visitor("admin")
    printed = dict(papers(asked))
    hidden = [name for name, pdf in printed.items() if "<" not in "".join(page_texts(pdf))]
    assert (set(printed), hidden, listener.asked) == (
        {"journal", "slips", "temporary", "codes"},
        [],
        [],
    )


def test_markup_in_a_name_would_be_refused_and_fetch_nothing(sqlite_app, listener):
    """Were a name ever not escaped: the engine of papers reaches neither addresses nor files."""
    for address in (f"http://127.0.0.1:{listener.server_port}/", "file:///etc/passwd"):
        with pytest.raises(PaperError):
            render(f'<html><body><p><img src="{address}"></p></body></html>')
    assert listener.asked == []
