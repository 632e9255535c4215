"""Reports of a school of 25 classes with a year of entries: how long, how many statements.

Usage: python -m bench.reports [--databases sqlite postgresql] [--save]. A report is gathered, and
once more drawn as a page, in a process where it was made before.
"""

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flask import render_template
from sqlalchemy import event, select

from app import create_app
from app.classes.models import SchoolClass
from app.core.actor import SYSTEM
from app.core.db import db
from app.core.picture import svg, table_of
from app.reports.asked import Asked, Kind
from app.reports.catalogue import KINDS
from app.reports.enums import Ask
from app.reports.rules.document import heads, shown
from app.school.models import GradingPeriod
from bench import databases, machine
from bench.school import Size

_RESULTS = Path(__file__).parent / "RESULTS-reports.md"
_TIMES = 3
# A report of one control work needs one, and this school has none.
OF_JOURNALS = [kind for kind in KINDS if not {Ask.WORK, Ask.WORK_PLAN} & set(kind.asks)]
_HEAD = """# Reports

`python -m bench.reports --save`, {day}, {cores} cores, Python {python}, load before the run
{load:.1f}. 25 classes × 28 pupils, a year of entries; of the whole school where a report can be,
else of one class. «gathered»: the figures, best of {times}, and the
processor's part of it; «page»: the figures and their HTML.

| report | database | statements | gathered, s | processor s | page, s |
| --- | --- | ---: | ---: | ---: | ---: |
"""


def measured(url: str, folder: Path, today: dt.date) -> Iterator[str]:
    """A line of the table for each report on one database."""
    app = create_app(SQLALCHEMY_DATABASE_URI=url, INSTANCE_DIR=str(folder))
    with app.test_request_context():
        kind = "PostgreSQL" if url.startswith("postgresql") else "SQLite"
        asked = _asked(today)
        for report in OF_JOURNALS:
            yield _line(report, kind, asked)
        db.session.remove()
        db.engine.dispose()


def _asked(today: dt.date) -> Asked:
    """The last full quarter of the last year, its first class; spans are months."""
    last = db.session.scalars(select(SchoolClass).order_by(SchoolClass.id.desc())).first()
    periods = db.session.scalars(select(GradingPeriod).order_by(GradingPeriod.ends)).all()
    assert last is not None  # noqa: S101  # the school was just made
    first = min(period.ends for period in periods[-1:])
    return Asked(
        today,
        class_id=last.id,
        pupil_id=1 + (last.id - 1) % 25 * 28,
        period_id=periods[-2].id,
        first=first - dt.timedelta(days=30),
        last=first,
        staff_id=7,
        subject_id=3,
    )


def _line(report: Kind, database: str, asked: Asked) -> str:
    if not {"class", "teacher"} & {str(ask) for ask in report.asks}:
        asked = Asked(  # of the whole school
            asked.today,
            period_id=asked.period_id,
            first=asked.first,
            last=asked.last,
            subject_id=asked.subject_id if "subject" in report.asks else None,
        )
    sent = 0

    def count(*_args: object) -> None:
        nonlocal sent
        sent += 1

    best = whole = processor = float("inf")
    event.listen(db.engine, "before_cursor_execute", count)
    for _again in range(_TIMES):
        sent = 0
        db.session.rollback()
        db.session.expunge_all()
        began, worked = time.perf_counter(), time.process_time()
        made = report.gather(SYSTEM, asked)
        best = min(best, time.perf_counter() - began)
        processor = min(processor, time.process_time() - worked)
        render_template(
            "reports/report_file.html",
            report=made,
            shown=shown,
            heads=heads,
            svg=svg,
            table_of=table_of,
            made_on=dt.datetime.combine(asked.today, dt.time()),
        )
        whole = min(whole, time.perf_counter() - began)
    event.remove(db.engine, "before_cursor_execute", count)
    line = f"| {report.name} | {database} | {sent} | {best:.2f} | {processor:.2f} | {whole:.2f} |"
    print(line, flush=True)
    return line


def main() -> None:
    """Make the schools, measure, print."""
    parser = argparse.ArgumentParser(prog="bench.reports", description=__doc__)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--ready", help="a SQLite school that is there already, by its URL")
    parser.add_argument("--save", action="store_true", help="write RESULTS-reports.md")
    options = parser.parse_args()
    head = _HEAD.format(times=_TIMES, **machine.facts())
    today = dt.date.today()
    with tempfile.TemporaryDirectory(prefix="journal-bench-") as name:
        folder = Path(name)
        if options.ready:
            lines = list(measured(options.ready, folder, today))
        else:
            lines = []
            with databases.servers(options.databases, folder) as prefixes:
                for prefix in prefixes.values():
                    url = databases.database(prefix, "reports")
                    databases.fill(url, folder, Size(today))
                    lines += measured(url, folder, today)
    if options.save:
        _RESULTS.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
