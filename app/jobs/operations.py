"""Writes of jobs: begun, taken, ended, begun again, forgotten."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden, Refused
from app.core.files import drop_scans
from app.jobs.access import own_jobs
from app.jobs.enums import JobState
from app.jobs.kinds import Kind, Made, Run
from app.jobs.models import Job
from app.jobs.queries import folder, job_of
from app.jobs.rules import AT_WORK, LEASE

_A_DAY = dt.timedelta(days=1)


def begin(
    actor: Actor,
    *,
    kind: Kind,
    params: Mapping[str, Any],
    now: dt.datetime,
    detail: str = "",
    address: str = "",
) -> Job:
    """Put long work into the queue; the same work that waits or runs already is not begun twice.

    `detail` says in the title what it is of; `address` is the page to go on with afterwards.
    """
    if actor.user_id is None:
        raise Forbidden
    for job in db.session.scalars(
        select(Job).where(own_jobs(actor), Job.kind == kind.code, Job.state.in_(AT_WORK))
    ):
        if job.params == dict(params) and job.state_at(now) in AT_WORK:
            return job
    job = Job(
        owner_id=actor.user_id,
        kind=kind.code,
        title=": ".join(filter(None, (str(kind.title), detail)))[:200],
        params=dict(params),
        address=address[:300],
        made_at=now,
    )
    db.session.add(job)
    db.session.flush()
    return job


def cancel(actor: Actor, *, job_id: int, now: dt.datetime) -> None:
    """End a job: one that waits at once, one that runs at its next step."""
    job = job_of(actor, job_id)
    if job.state is JobState.WAITING:
        job.state, job.ended_at = JobState.CANCELLED, now
    elif job.state is JobState.RUNNING:
        job.stop_asked = True


def begin_again(actor: Actor, *, job_id: int, now: dt.datetime) -> None:
    """Begin a job anew that was interrupted, cancelled or failed."""
    job = job_of(actor, job_id)
    if job.state_at(now) in AT_WORK or job.state is JobState.DONE:
        raise Refused(_("This task cannot be started again now."))
    job.state, job.made_at, job.ended_at, job.seen_at = JobState.WAITING, now, None, None
    job.done = job.total = 0
    job.words = job.error = ""
    job.stop_asked = False


def see(actor: Actor, *, job_id: int, now: dt.datetime) -> None:
    """The owner saw how it ended: no notice is needed."""
    job = job_of(actor, job_id)
    if job.state not in AT_WORK and job.seen_at is None:
        job.seen_at = now


@dataclass(frozen=True)
class Taken:
    """A job as one process took it: `attempt` tells this run from a later one."""

    id: int
    attempt: int
    owner_id: int
    kind: str
    params: Mapping[str, Any]
    key: str


def take(now: dt.datetime) -> Taken | None:
    """Take the job that waits longest; no other process gets it."""
    job = db.session.scalars(
        select(Job)
        .where(Job.state == JobState.WAITING)
        .order_by(Job.made_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if job is None:
        return None
    job.state, job.started_at, job.beat_at = JobState.RUNNING, now, now
    job.attempt += 1
    job.key = secrets.token_hex(20)
    return Taken(job.id, job.attempt, job.owner_id, job.kind, job.params, job.key)


def beat(job: Taken, run: Run, now: dt.datetime) -> bool:
    """Write how far the run is; False when it is to stop, or is not the job's run any more."""
    mine = (Job.id == job.id, Job.attempt == job.attempt, Job.state == JobState.RUNNING)
    values = {"beat_at": now, "done": run.done, "total": run.total, "words": run.words}
    db.session.execute(update(Job).where(*mine).values(values))
    return bool(db.session.scalar(select(Job.id).where(*mine, Job.stop_asked.is_(False))))


def end(taken: Taken, state: JobState, made: Made, now: dt.datetime, error: str = "") -> None:
    """Write how the run ended, unless the job was begun anew meanwhile.

    `made.words` of a failure is its reason, `error` its number in the server's log.
    """
    job = db.session.get(Job, taken.id)
    if job is None or job.attempt != taken.attempt or job.state is not JobState.RUNNING:
        return
    job.state, job.ended_at, job.words, job.error = state, now, made.words[:1000], error
    job.file_name = made.file[:200]
    job.address = made.address or job.address


def end_broken_jobs(now: dt.datetime) -> None:
    """A chore: jobs whose process died are interrupted."""
    broken = (Job.state == JobState.RUNNING, Job.beat_at < now - LEASE)
    db.session.execute(update(Job).where(*broken).values(state=JobState.INTERRUPTED, ended_at=now))


def forget_jobs(now: dt.datetime) -> None:
    """A chore: jobs and their files go JOB_DAYS after their end."""
    oldest = now - dt.timedelta(days=current_app.config["JOB_DAYS"])
    for job in db.session.scalars(select(Job).where(Job.ended_at < oldest)):
        db.session.delete(job)
    db.session.flush()
    kept = set(db.session.scalars(select(Job.key).where(Job.key != "")))
    drop_scans(folder(), kept, (now - _A_DAY).timestamp())
