"""Tables: requests about the movement of pupils, confirmations of lists [S6]."""

import datetime as dt

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.classes.models import SchoolClass
from app.core.db import Moment, coded, db, link
from app.movement.enums import Answer, Lists, Wish
from app.people.models import Pupil
from app.school.models import AcademicYear


class MovementRequest(db.Model):
    """A class teacher or the secretary asks the administrator to enter or remove a pupil [S6].

    `pupil` is on the list of the class already; who is to be entered has only a `name`.
    """

    __tablename__ = "movement_request"
    __table_args__ = (Index("ix_movement_request_state", "state", "asked_at"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = link("school_class.id")
    wish: Mapped[Wish] = mapped_column(coded(Wish))
    pupil_id: Mapped[int | None] = link("pupil.id")
    name: Mapped[str] = mapped_column(String(200), default="")
    to_class_id: Mapped[int | None] = link("school_class.id")
    day: Mapped[dt.date]
    words: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[int] = link("ab_user.id")
    asked_name: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[dt.datetime] = mapped_column(Moment)
    state: Mapped[Answer] = mapped_column(coded(Answer), default=Answer.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_name: Mapped[str] = mapped_column(String(200), default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    school_class: Mapped[SchoolClass] = relationship(foreign_keys=[class_id])
    to_class: Mapped[SchoolClass | None] = relationship(foreign_keys=[to_class_id])
    pupil: Mapped[Pupil | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def who(self) -> str:
        """Full name of the pupil."""
        return self.pupil.full_name if self.pupil else self.name

    def __str__(self) -> str:
        return f"{self.who}, {self.school_class}"


class ListConfirmation(db.Model):
    """The secretary has said that the lists are right as they were then [S6].

    `seen` is the last row of the history that the person had before them: what came later is a
    change since; `lines` and `classes` count what was on the lists.
    """

    __tablename__ = "list_confirmation"
    __table_args__ = (Index("ix_list_confirmation_year", "year_id", "lists", "confirmed_at"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = link("academic_year.id", index=False)
    lists: Mapped[Lists] = mapped_column(coded(Lists))
    confirmed_by: Mapped[int] = link("ab_user.id")
    confirmed_name: Mapped[str] = mapped_column(String(200))
    confirmed_at: Mapped[dt.datetime] = mapped_column(Moment)
    seen: Mapped[int]
    classes: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)

    year: Mapped[AcademicYear] = relationship()

    def __str__(self) -> str:
        return f"{self.lists.label}, {self.confirmed_at:%d.%m.%Y}"
