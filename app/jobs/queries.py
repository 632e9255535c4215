"""Reads of jobs."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from flask import current_app
from sqlalchemy import func, or_, select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.jobs.access import own_jobs
from app.jobs.enums import JobState
from app.jobs.models import Job
from app.jobs.rules import AT_WORK, TOLD_AFTER

_SHOWN = 50
_TOLD_FOR = dt.timedelta(days=2)


def folder() -> Path:
    """Where the files of jobs are, readable by the server only."""
    path = Path(current_app.config["INSTANCE_DIR"]) / "jobs"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def job_of(actor: Actor, job_id: int) -> Job:
    """A job of the person; 404 for somebody else's."""
    job = db.session.scalars(select(Job).where(Job.id == job_id, own_jobs(actor))).first()
    if job is None:
        raise NotFound
    return job


def jobs_of(actor: Actor) -> Sequence[Job]:
    """The person's jobs, the latest first."""
    query = select(Job).where(own_jobs(actor)).order_by(Job.id.desc()).limit(_SHOWN)
    return db.session.scalars(query).all()


def ahead_of(job: Job) -> int:
    """How many jobs of the school come before this one."""
    before = select(func.count()).where(
        Job.id != job.id,
        or_(
            Job.state == JobState.RUNNING,
            (Job.state == JobState.WAITING) & (Job.made_at < job.made_at),
        ),
    )
    return db.session.scalar(before) or 0


def is_any_waiting() -> bool:
    """True when there is something to do."""
    query = select(Job.id).where(Job.state == JobState.WAITING).limit(1)
    return db.session.scalar(query) is not None


def file_of(actor: Actor, job_id: int) -> tuple[Path, str]:
    """The file of a job that is done, and its name; 404 when there is none."""
    job = job_of(actor, job_id)
    path = folder() / job.key
    if job.state is not JobState.DONE or not job.file_name or not path.is_file():
        raise NotFound
    return path, job.file_name


def unseen_ends(now: dt.datetime) -> list[Job]:
    """Long jobs of the last days that ended while their owner did not look."""
    query = select(Job).where(
        Job.state.not_in([*AT_WORK, JobState.CANCELLED]),
        Job.seen_at.is_(None),
        Job.ended_at > now - _TOLD_FOR,
    )
    jobs = db.session.scalars(query.order_by(Job.id))
    return [job for job in jobs if job.ended_at and job.ended_at - job.made_at > TOLD_AFTER]
