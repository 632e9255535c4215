"""Table: jobs. What a job changes is in the history, the job itself is not."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Moment, coded, db, link
from app.jobs.enums import JobState
from app.jobs.rules import state_at


class Job(db.Model):
    """Long work that a person asked for.

    `attempt` grows each time it is taken: a process that was thought dead and comes back finds
    another number and stops. `key` is the name of its file in the instance's folder of jobs.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE")
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    address: Mapped[str] = mapped_column(String(300), default="")  # the page to go on with
    state: Mapped[JobState] = mapped_column(coded(JobState), default=JobState.WAITING)
    attempt: Mapped[int] = mapped_column(default=0)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(String(1000), default="")  # what is being done, what came
    error: Mapped[str] = mapped_column(String(20), default="")  # number in the server's log
    key: Mapped[str] = mapped_column(String(40), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    started_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    beat_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment, index=True)
    seen_at: Mapped[dt.datetime | None] = mapped_column(Moment)  # the owner saw the end

    def state_at(self, now: dt.datetime) -> JobState:
        """Where it is now; see the rule."""
        return state_at(self.state, self.beat_at, now)

    def __str__(self) -> str:
        return self.title
