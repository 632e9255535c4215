"""Pages of long work: the progress of a job, the list of one's own."""

from collections.abc import Mapping
from typing import Any

from flask import jsonify, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import has_access_api, permission_name
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.actor import current
from app.core.db import unit_of_work
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.text import one_line
from app.jobs import operations, queries
from app.jobs.enums import JobState
from app.jobs.kinds import Kind
from app.jobs.rules import AT_WORK, is_untouched, share


def begun(
    kind: Kind, params: Mapping[str, Any], *, detail: str = "", address: str = ""
) -> ResponseReturnValue:
    """Begin long work for the person of this request and lead to its page."""
    with unit_of_work("page"):
        job = operations.begin(
            current(),
            kind=kind,
            params=params,
            now=clock.now(),
            detail=detail,
            address=address,
        )
    return redirect(url_for("JobsPage.job", pk=job.id))


class JobsPage(Page):
    """What takes a while: how far it is, and what came of it."""

    route_base = "/jobs"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The person's jobs, the latest first."""
        now = clock.now()
        jobs = [(job, job.state_at(now)) for job in queries.jobs_of(current())]
        return self.render_template(
            "jobs/list.html", title=_("My tasks"), jobs=jobs, at_work=AT_WORK, shown=shown
        )

    @expose("/<int:pk>")
    @has_access
    @permission_name("view")
    def job(self, pk: int) -> ResponseReturnValue:
        """How far a job is; without scripts the page opens itself anew."""
        job = _looked_at(pk)
        return self.render_template("jobs/job.html", title=job.title, job=job, facts=_facts(job))

    @expose("/<int:pk>/state")
    @has_access_api
    @permission_name("view")
    def state(self, pk: int) -> ResponseReturnValue:
        """The same for the script of the page."""
        return jsonify(_facts(_looked_at(pk)))

    @expose("/<int:pk>/cancel", methods=["POST"])
    @has_access
    @permission_name("view")
    def cancel(self, pk: int) -> ResponseReturnValue:
        """End the job."""
        with unit_of_work("page"):
            operations.cancel(current(), job_id=pk, now=clock.now())
        return redirect(url_for(".job", pk=pk))

    @expose("/<int:pk>/again", methods=["POST"])
    @has_access
    @permission_name("view")
    def again(self, pk: int) -> ResponseReturnValue:
        """Begin the job anew."""
        with unit_of_work("page"):
            operations.begin_again(current(), job_id=pk, now=clock.now())
        return redirect(url_for(".job", pk=pk))

    @expose("/<int:pk>/file")
    @has_access
    @permission_name("view")
    def file(self, pk: int) -> ResponseReturnValue:
        """What was made."""
        path, name = queries.file_of(current(), pk)
        return send_file(path, as_attachment=True, download_name=one_line(name))


def _looked_at(pk: int) -> Any:
    """The job; that its end was seen is kept, so that no notice comes."""
    job = queries.job_of(current(), pk)
    if job.state not in AT_WORK and job.seen_at is None:
        with unit_of_work("page"):
            operations.see(current(), job_id=pk, now=clock.now())
    return job


def _facts(job: Any) -> dict[str, Any]:
    """What the page shows and the script puts in its place."""
    now = clock.now()
    state = job.state_at(now)
    ahead = queries.ahead_of(job) if state is JobState.WAITING else 0
    return {
        "state": state.value,
        "label": _label(state, job, ahead),
        "words": job.words,
        "hint": _hint(state, job, untouched=is_untouched(state, job.made_at, now, ahead)),
        "running": state in AT_WORK,
        "percent": share(job.done, job.total) if state is JobState.RUNNING else None,
        "file": url_for("JobsPage.file", pk=job.id) if job.file_name else "",
        "address": "" if state in AT_WORK else job.address,
        "again": state not in AT_WORK and state is not JobState.DONE,
    }


def _label(state: JobState, job: Any, ahead: int) -> str:
    if state is JobState.RUNNING and job.stop_asked:
        return _("Is being cancelled")
    if state is JobState.RUNNING and job.total:
        return _("Being done: %(done)s of %(total)s", done=job.done, total=job.total)
    if state is JobState.WAITING and ahead:
        return ngettext(
            "Waiting: %(num)s task is before it", "Waiting: %(num)s tasks are before it", ahead
        )
    return str(state.label).capitalize()


def _hint(state: JobState, job: Any, *, untouched: bool) -> str:
    if untouched:
        return _("Nobody has begun this task yet. Tell the administrator of the journal.")
    if state is JobState.INTERRUPTED:
        return _("The server stopped meanwhile. Nothing is lost: start the task again.")
    if job.error:
        return _("Tell the administrator the number of the error: %(number)s.", number=job.error)
    if state in AT_WORK:
        return _("You may leave this page: the task goes on, and a notice tells that it is ready.")
    return ""
