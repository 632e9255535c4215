"""Many points at once: pasted or out of a file, looked at first, stored all or none [R5 S8]."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.actor import current
from app.core.errors import Fault
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.core.text import one_line
from app.works.access import require_may_enter
from app.works.forms.block import as_text, block_from_file, block_from_text, template_file
from app.works.operations.works import store_rows
from app.works.queries import works as queries
from app.works.rules.analysis import Item
from app.works.rules.block import Line, Pupils, read_block


@dataclass(frozen=True)
class _Target:
    """The work that the points are of, its pupils and what is stored now."""

    work: Any
    items: Sequence[Item]
    pupils: Pupils
    version: int


@dataclass(frozen=True)
class _Read:
    """A preview: its lines, and the text and place by which they are read again."""

    lines: Sequence[Line]
    text: str
    start: tuple[int | None, int]


class PointsImportPage(Page):
    """Paste or upload, preview with the faults of every line, store."""

    route_base = "/works/import"

    @expose("/<int:work_id>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def index(self, work_id: int) -> ResponseReturnValue:
        """The form; after sending it what the block holds."""
        target = self._target(work_id)
        faults: list[Fault] = []
        if request.method == "POST":
            read: list[_Read] = []
            _status, faults = enter(lambda: read.append(_read(target)))
            if read:
                return self._preview(self._target(work_id), read[0])
            target = self._target(work_id)
        page = self.render_template(
            "works/import.html",
            title=_("Points from a spreadsheet"),
            work=target.work,
            faults=faults,
            pasted=request.form.get("text", ""),
            shown=shown,
        )
        return page, 422 if faults else SAVED

    @expose("/<int:work_id>/store", methods=["POST"])
    @has_access
    @permission_name("edit")
    def store(self, work_id: int) -> ResponseReturnValue:
        """Store what the preview showed."""
        target = self._target(work_id)
        seen = request.form.get("seen", 0, type=int)
        read = _read_text(target)
        if any(line.faults for line in read.lines):
            return self._preview(target, read)
        rows = {line.pupil_id: line.row for line in read.lines if line.pupil_id and line.row}
        stored: list[int] = []
        status, faults = enter(
            lambda: stored.append(
                store_rows(current(), work_id=work_id, rows=rows, seen=seen, today=clock.today())
            ),
            way="import",
        )
        if status != SAVED:
            return self._preview(self._target(work_id), read, faults)
        flash(
            ngettext(
                "Points of %(num)d pupil are stored.",
                "Points of %(num)d pupils are stored.",
                stored[0],
            ),
            "success",
        )
        return redirect(url_for("WorksPage.work", work_id=work_id))

    @expose("/<int:work_id>/template.xlsx")
    @has_access
    @permission_name("edit")
    def template(self, work_id: int) -> ResponseReturnValue:
        """A workbook with the pupils, to be filled in."""
        target = self._target(work_id)
        course = target.work.course
        name = _(
            "points %(course)s %(day)s", course=course.title, day=f"{target.work.day:%Y-%m-%d}"
        )
        return send_file(
            template_file(target.pupils, target.items),
            as_attachment=True,
            download_name=f"{one_line(name)}.xlsx",
        )

    def _target(self, work_id: int) -> _Target:
        actor, today = current(), clock.today()
        work = queries.seen_work(actor, work_id, today)
        require_may_enter(actor, work.course_id, today)
        sittings = queries.sittings(work)
        pupils = Pupils(
            {one.pupil_id: one.name for one in sittings},
            {one.pupil_id: one.row for one in sittings},
        )
        version = queries.points_version(queries.stored_rows(work_id))
        return _Target(work, queries.items_of(work), pupils, version)

    def _preview(
        self, target: _Target, read: _Read, faults: Sequence[Fault] = ()
    ) -> ResponseReturnValue:
        wrong = sum(bool(line.faults) for line in read.lines)
        page = self.render_template(
            "works/preview.html",
            title=_("Points from a spreadsheet"),
            work=target.work,
            items=target.items,
            stored=target.pupils.rows,
            read=read,
            wrong=wrong,
            changed=sum(line.changed for line in read.lines),
            version=target.version,
            faults=faults,
            shown=shown,
        )
        return page, 422 if wrong or faults else SAVED


def _read(target: _Target) -> _Read:
    """The file, or what was pasted."""
    file = request.files.get("file")
    if not (file and file.filename):
        return _read_text(target)
    sources = block_from_file(file.read(), target.items)
    lines = read_block(sources, target.pupils, target.items, target.work.plan.variants)
    return _Read(lines, as_text(sources, target.items), (None, 0))


def _read_text(target: _Target) -> _Read:
    text = request.form.get("text", "")
    start = request.form.get("pupil", type=int), _first(target)
    sources = block_from_text(text, target.items, target.pupils, start)
    lines = read_block(sources, target.pupils, target.items, target.work.plan.variants)
    return _Read(lines, text, start)


def _first(target: _Target) -> int:
    """The place of the item into which a block was pasted."""
    return min(max(request.form.get("first", 0, type=int), 0), len(target.items) - 1)
