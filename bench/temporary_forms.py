"""Temporary journals: a class of 30 with 12 subjects, the same as plain HTML tables, a school.

Usage: python -m bench.temporary_forms. Each case runs in a process of its own. The school is that
of the configured database (the demo school: `flask demo load`); without one it is left out.
"""

import datetime as dt
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

from app import create_app
from app.core import clock
from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.core.pdf.document import render
from app.core.pdf.joining import joined
from app.outages.enums import Filling, Paper
from app.outages.paper.issue import issued
from app.outages.paper.pages import FORMATS
from app.outages.paper.printing import pdf_of
from app.outages.queries.forms import Scope
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
    tables = "<pdf:nextpage/>".join(map(_spread, the_class().sheets))
    render(f"<html><head><style>{_STYLE}</style></head><body>{tables}</body></html>")
    return 2 * _SUBJECTS


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
    scope = Scope(now.date(), now.date() + dt.timedelta(6))
    sheets = 0
    with tempfile.TemporaryDirectory() as folder:
        for form, pdf in issued(
            SYSTEM, scope, Filling.PREFILLED, Paper.A4_LANDSCAPE, way="cli", now=now
        ):
            sheets += len(form.sheets)
            Path(folder, f"{sheets:05}.pdf").write_bytes(pdf)
        joined(path.read_bytes() for path in sorted(Path(folder).iterdir()))
    return sheets


CASES: dict[str, tuple[Callable[[], int], str]] = {
    "class_form": (class_form, "class of 30, 12 subjects, pages"),
    "class_html": (class_html, "the same as HTML tables, pages"),
    "school": (school, "school of the database, sheets"),
}


def measure(case: str) -> None:
    """The best of some runs of a case in this process: seconds, processor seconds, memory."""
    work, title = CASES[case]
    best = (float("inf"), float("inf"))
    with create_app().app_context():
        for _again in range(1 if case == "school" else _TIMES):
            wall, processor = time.perf_counter(), time.process_time()
            try:
                count = work()
            except NotFound:
                print(f"{title}: the database has no school")
                return
            best = min(best, (time.perf_counter() - wall, time.process_time() - processor))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{title} {count}: {best[0]:.2f} s, processor {best[1]:.2f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        for name in CASES:
            subprocess.run([sys.executable, "-m", "bench.temporary_forms", name], check=True)
