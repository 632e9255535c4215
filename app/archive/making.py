"""The archive of a year: journals, summary sheets, all records; read without the program [R7]."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app, render_template
from flask_babel import gettext as _

from app.archive.access import require_may_close
from app.archive.container import README, Writer, fixed_workbook
from app.archive.queries.next_year import classes_of
from app.archive.queries.records import Records, Row, history_of, records_of
from app.binding.paper.book import Order, bound_journal
from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.reports.asked import Asked, Kind
from app.reports.kinds import attendance_sheet, progress_sheet
from app.reports.workbook import report_xlsx
from app.school.models import AcademicYear
from app.school.queries import get_year, the_school

Progress = Callable[[int, int, str], None]
_SHEETS = (progress_sheet.KIND, attendance_sheet.KIND)
_BY_LINES = 500


def archive_name(year: AcademicYear) -> str:
    """«Архив 2026-2027.zip»."""
    return _("Archive %(year)s", year=_file_part(year.name)) + ".zip"


def make_archive(
    actor: Actor,
    *,
    year_id: int,
    out: Path,
    today: dt.date,
    progress: Progress = lambda _done, _total, _words: None,
) -> None:
    """Write the archive of a year into a file.

    The same records give the same bytes on the same day, and those of a closed year on every day.
    Raises NotFound, Forbidden.
    """
    require_may_close(actor)
    year = get_year(year_id)
    made_on = year.closed_on or today
    classes, writer = classes_of(year_id), Writer(out)
    total = len(classes) + 2
    for done, of in enumerate(classes):
        progress(done, total, of.name)
        _add_class(writer, actor, of, made_on)
    progress(total - 2, total, _("Records"))
    tables = dict(_add_records(writer, year))
    progress(total - 1, total, _("History"))
    writer.add("История.jsonl", _lines(history_of(year, _moment(year.starts, hour=0))))
    writer.add(README, [_readme(year, tables, made_on).encode()])
    school = the_school()
    facts = {"school": school.name if school else "", "year": year.name}
    writer.finish({**facts, "made_on": made_on.isoformat()})


def _add_class(writer: Writer, actor: Actor, of: SchoolClass, made_on: dt.date) -> None:
    name = _file_part(of.name)
    pdf = bound_journal(actor, Order(of.id), made_on=made_on)
    writer.add(f"Журналы/{name}.pdf", [pdf])
    for kind in _SHEETS:
        writer.add(f"Ведомости/{name} {kind.title}.xlsx", [_workbook(actor, kind, of, made_on)])


def _workbook(actor: Actor, kind: Kind, of: SchoolClass, made_on: dt.date) -> bytes:
    asked = Asked(made_on, year_id=of.year_id, class_id=of.id)
    return fixed_workbook(report_xlsx(kind.gather(actor, asked), _moment(made_on)))


def _add_records(writer: Writer, year: AcademicYear) -> Iterator[tuple[str, str]]:
    for records in records_of(year):
        writer.add(f"Записи/{records.table}.json", _document(records))
        yield records.table, records.title


def _document(records: Records) -> Iterator[bytes]:
    head = {"table": records.table, "title": records.title, "columns": records.columns}
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "rows": ['
    between = b"\n"
    for row in records.rows:
        yield between + json.dumps(row, ensure_ascii=False, default=str).encode()
        between = b",\n"
    yield b"\n]}\n"


def _lines(rows: Iterator[Row]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n"


def _readme(year: AcademicYear, tables: dict[str, str], made_on: dt.date) -> str:
    text = render_template("archive/readme.txt", year=year, tables=tables, made_on=made_on)
    return text.replace("\n", "\r\n")  # for the simplest editor of Windows


def _moment(day: dt.date, hour: int = 12) -> dt.datetime:
    zone = ZoneInfo(current_app.config["SCHOOL_TZ"])
    return dt.datetime.combine(day, dt.time(hour), zone)


def _file_part(name: str) -> str:
    """A name as part of a file's name."""
    return re.sub(r"[^\w .()-]", "-", name).strip(" .") or "-"
