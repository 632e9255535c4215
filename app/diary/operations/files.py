"""Files handed in for homework: put there by the family, taken back by it [M5 P5]."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Forbidden, Refused
from app.core.files import Scan, drop_scans
from app.diary.models import HandedIn
from app.diary.queries.homework import (
    file_keys,
    files_are_taken,
    homework_of,
    own_file,
    own_files,
)

FILES = "homework"  # their folder
MOST = 10  # files of a pupil for one homework
_EVERY = 60  # minutes
_KEPT = dt.timedelta(days=1)


def hand_in(
    actor: Actor,
    *,
    pupil_id: int,
    homework_id: int,
    files: Callable[[], list[Scan]],
    now: dt.datetime,
) -> None:
    """Hand in files for homework; `files` puts them into the folder.

    Raises NotFound for others' homework, Forbidden where the school takes none, Refused.
    """
    there = own_files(actor, pupil_id, homework_id)
    homework = homework_of(pupil_id, homework_id)
    if not files_are_taken():
        raise Forbidden(_("The school does not take homework as files."))
    kept = files()
    if not kept:
        raise Refused([Fault(_("Choose a file first."), "files")])
    if len(there) + len(kept) > MOST:
        text = _("At most %(most)s files can be handed in: take one back first.", most=MOST)
        raise Refused([Fault(text, "files")])
    db.session.add_all(
        HandedIn(
            homework_id=homework.id,
            pupil_id=pupil_id,
            key=one.key,
            name=one.name,
            type=one.type,
            at=now,
        )
        for one in kept
    )


def take_back_file(actor: Actor, *, pupil_id: int, homework_id: int, file_id: int) -> None:
    """The family takes a file back. Raises NotFound for others' files."""
    db.session.delete(own_file(actor, pupil_id, homework_id, file_id))


def forget_handed_in(now: dt.datetime) -> None:
    """Once an hour: delete files a day old that no homework has any more; a chore."""
    if now.minute % _EVERY == 0:
        folder = Path(current_app.config["INSTANCE_DIR"]) / FILES
        drop_scans(folder, file_keys(), (now - _KEPT).timestamp())
