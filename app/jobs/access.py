"""Whose a job is: nobody but its owner sees it or gets its file."""

from sqlalchemy import ColumnElement

from app.core.actor import Actor
from app.jobs.models import Job


def own_jobs(actor: Actor) -> ColumnElement[bool]:
    """The jobs that the person asked for."""
    return Job.owner_id == actor.user_id
