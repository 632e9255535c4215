"""Long work of temporary journals: many classes in one file, or into the folder [U1 U2]."""

import datetime as dt
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core import clock
from app.core.pdf.joining import joined
from app.jobs.kinds import Made, Run, long_work
from app.outages import folder
from app.outages.enums import Filling, Paper
from app.outages.paper.issue import issued
from app.outages.queries import forms as queries
from app.outages.queries.forms import Scope
from app.school.queries import year_on

SEVERAL = 3  # so many classes are printed while the person waits


@long_work("temporary-journals", _l("Temporary journals"))
def printing(run: Run, first: str, last: str, filling: str, paper: str) -> Made:
    """The forms of every class that the person may print, one file."""
    now = clock.now()
    year = year_on(now.date())
    classes = queries.classes(run.actor, year.id, today=now.date()) if year else []
    scope = Scope(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    made = issued(run.actor, scope, Filling(filling), Paper(paper), way="page", now=now)
    parts = []
    for form, pdf in made:
        parts.append(pdf)
        run.progress(len(parts), len(classes), form.class_name)
    run.out.write_bytes(joined(parts))
    return Made(file=f"{_('Temporary journals')} {now:%Y-%m-%d}.pdf")


@long_work("temporary-journals-folder", _l("Forms of the coming days in a folder"))
def preparing(run: Run, days: int) -> Made:
    """The forms of the coming days into the folder; classes that failed are named."""
    place = Path(current_app.config["FORMS_DIR"])
    report = folder.prepare(
        run.actor,
        days,
        place,
        way="page",
        now=clock.now(),
        each=lambda spans: run.each(spans, lambda span: span.class_name),
    )
    return Made(words=" ".join(_told(report)))


def _told(report: folder.Prepared) -> list[str]:
    count = len(report.written)
    if not count and not report.failed:
        return [_("There are no school days ahead.")]
    written = ngettext("%(num)s file is written.", "%(num)s files are written.", count)
    return [written, *(_("Class %(name)s: %(reason)s", name=n, reason=r) for n, r in report.failed)]
