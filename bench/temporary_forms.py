"""Temporary journals: a class of 30 with 12 subjects, a school, and both as plain HTML tables.

Usage: python -m bench.temporary_forms [FILE]. Each case runs in a process of its own; with FILE
the figures are written there. The school is that of the configured database (the demo school:
`flask demo load`); without one it is left out.
"""

import datetime as dt
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import select

from app import create_app
from app.core import clock
from app.core.actor import SYSTEM, of_user
from app.core.db import db, unit_of_work
from app.core.errors import NotFound
from app.core.pdf.document import render
from app.core.pdf.joining import joined
from app.jobs.operations import begin
from app.jobs.queries import file_of
from app.jobs.running import do_next
from app.outages.enums import Filling, Paper
from app.outages.jobs import printing
from app.outages.paper.issue import issued
from app.outages.paper.pages import FORMATS
from app.outages.paper.printing import pdf_of
from app.outages.queries.forms import Scope, forms
from app.outages.rules.forms import ClassForm, FormLesson, Sheet

_PUPILS, _SUBJECTS, _LESSONS, _BLANK = 30, 12, 5, 2
_TIMES = 3
_PAGE = FORMATS[Paper.A4_LANDSCAPE]
_STYLE = """@page { size: a4 landscape; margin: 10mm 10mm 8mm 10mm }
html { font-family: "PT Sans"; font-size: 9pt } td { border: 0.4pt solid black; height: 4.4mm }
td.lesson { height: 6.5mm } table { -pdf-keep-in-frame-mode: shrink }"""


def the_class() -> ClassForm:
    """A class like those of the requirement."""
    pupils = tuple(f"Константинов{number} Александр" for number in range(_PUPILS))
    monday = dt.date(2026, 9, 7)
    lessons = tuple(
        FormLesson(monday + dt.timedelta(n), f"Тема урока {n}") for n in range(_LESSONS)
    )
    sheets = tuple(
        Sheet(n, f"Предмет {n}", "Иванова Анна Петровна", pupils, lessons, number=n)
        for n in range(_SUBJECTS)
    )
    return ClassForm("Школа № 1", "2026/2027", 1, "7А", monday, sheets)


def class_form() -> int:
    """The form as the product prints it; pages."""
    pdf_of(the_class(), Paper.A4_LANDSCAPE)
    return 2 * _SUBJECTS


def class_html() -> int:
    """The same cells as tables of HTML, without title and code; pages."""
    _plain(the_class())
    return 2 * _SUBJECTS


def _plain(form: ClassForm) -> bytes:
    """A class as plain xhtml2pdf prints it."""
    tables = "<pdf:nextpage/>".join(map(_spread, form.sheets))
    return render(f"<html><head><style>{_STYLE}</style></head><body>{tables}</body></html>")


def _spread(sheet: Sheet) -> str:
    days = "<td></td>" * _PAGE.columns
    names = [*sheet.pupils, *[""] * _BLANK]
    left = "".join(
        f'<tr><td width="8mm">{n}</td><td width="64mm">{escape(name)}</td>{days}</tr>'
        for n, name in enumerate(names, 1)
    )
    rows = [(f"{at.day:%d.%m}", at.topic) for at in sheet.lessons]
    rows += [("", "")] * (_PAGE.columns - len(rows))
    right = "".join(
        f'<tr><td class="lesson">{day}</td><td>{topic}</td><td></td></tr>' for day, topic in rows
    )
    return f"<table>{left}</table><pdf:nextpage/><table>{right}</table>"


def school() -> int:
    """Every class of the database, printed one after the other and joined; sheets."""
    now = clock.now()
    kind = (Filling.PREFILLED, Paper.A4_LANDSCAPE)
    return _joined(issued(SYSTEM, _week(now), *kind, way="cli", now=now))


def school_html() -> int:
    """The same as plain tables, class by class."""
    now = clock.now()
    return _joined((form, _plain(form)) for form in forms(SYSTEM, _week(now), today=now.date()))


def _week(now: dt.datetime) -> Scope:
    return Scope(now.date(), now.date() + dt.timedelta(6))


def _joined(parts: Iterable[tuple[ClassForm, bytes]]) -> int:
    sheets = 0
    with tempfile.TemporaryDirectory() as folder:
        for form, pdf in parts:
            sheets += len(form.sheets)
            Path(folder, f"{sheets:05}.pdf").write_bytes(pdf)
        joined(path.read_bytes() for path in sorted(Path(folder).iterdir()))
    return sheets


def school_job() -> int:
    """The whole school as long work, from the button to the file; jobs."""
    scope = _week(clock.now())
    asked = {"filling": "filled", "paper": "a4l"}
    asked |= {"first": scope.first.isoformat(), "last": scope.last.isoformat()}
    actor = of_user(_administrator())
    with unit_of_work("page", actor=actor):
        job = begin(actor, kind=printing, params=asked, now=clock.now())
    job_id, count = job.id, 0
    while do_next():
        count += 1
    file_of(actor, job_id)
    return count


def _administrator() -> int:
    admins = select(User.id).where(User.roles.any(Role.name == "admin")).order_by(User.id)
    found = db.session.scalars(admins).first()
    if found is None:
        raise NotFound
    return int(found)


CASES: dict[str, tuple[Callable[[], int], str]] = {
    "class_form": (class_form, "class of 30, 12 subjects, pages"),
    "class_html": (class_html, "the same as HTML tables, pages"),
    "school": (school, "school of the database, sheets"),
    "school_job": (school_job, "the school as long work, jobs"),
    "school_html": (school_html, "the school as HTML tables, sheets"),
}


def measure(case: str) -> None:
    """The best of some runs of a case in this process: seconds, processor seconds, memory."""
    work, title = CASES[case]
    best = (float("inf"), float("inf"))
    with create_app(WTF_CSRF_ENABLED=False).app_context():
        for _again in range(1 if case.startswith("school") else _TIMES):
            wall, processor = time.perf_counter(), time.process_time()
            try:
                count = work()
            except NotFound:
                print(f"{title}: the database has no school")
                return
            best = min(best, (time.perf_counter() - wall, time.process_time() - processor))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {title} | {count} | {best[0]:.2f} | {best[1]:.2f} | {peak:.0f} |")


_HEAD = """# Temporary journals on paper

`python -m bench.temporary_forms bench/RESULTS-forms.md`, {day}, {cores} cores, Python {python},
load before the run {load:.1f}. Each case in a process of its own.

| what | how many | s | processor s | peak MB |
| --- | ---: | ---: | ---: | ---: |
"""


def report() -> str:
    """All cases, one after the other, as a page."""
    head = _HEAD.format(
        day=f"{dt.datetime.now(dt.UTC):%d.%m.%Y}",
        cores=os.cpu_count(),
        python=platform.python_version(),
        load=os.getloadavg()[0],
    )
    lines = []
    for name in CASES:
        command = [sys.executable, "-m", "bench.temporary_forms", name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        print(done.stdout, end="", flush=True)
        lines.append(done.stdout)
    return head + "".join(lines)


if __name__ == "__main__":
    given = sys.argv[1:]
    if given and given[0] in CASES:
        measure(given[0])
    else:
        page = report()
        for file in given:
            Path(file).write_text(page, "utf-8")
