"""Backups of this installation: made, kept in number, restored and checked."""

import datetime as dt
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import make_url

from app.audit.queries import broken_chains
from app.core import clock
from app.core.actor import Actor
from app.core.backup.copies import (
    Manifest,
    Place,
    alone,
    forget_old,
    is_due,
    make_backup,
    restore,
)
from app.core.backup.databases import Contents, contents_of
from app.core.errors import Fault, Forbidden, Refused


def place() -> Place:
    """The database and the folder of the settings."""
    config = current_app.config
    return Place(make_url(config["SQLALCHEMY_DATABASE_URI"]), Path(config["INSTANCE_DIR"]))


def folder() -> Path:
    """Where backups are kept."""
    return Path(current_app.config["BACKUP_DIR"])


def require_keeps_backups(actor: Actor) -> None:
    """Refuse whoever is not the administrator: a backup holds everything."""
    if not actor.has("admin"):
        raise Forbidden


def back_up(out: Path, now: dt.datetime) -> Path:
    """Make a backup in the folder, and let the oldest go; its file."""
    with alone(out) as mine:
        if not mine:
            raise Refused(_("A backup is being made right now."))
        return _back_up(out, now)


def _back_up(out: Path, now: dt.datetime) -> Path:
    made = make_backup(place(), out, current_app.config["BACKUP_PASSWORD"], now)
    forget_old(out, current_app.config["BACKUP_KEEP"])
    return made


def back_up_when_due() -> None:
    """What the server does by itself: a backup when the newest is as old as the setting says."""
    now, hours = clock.now(), current_app.config["BACKUP_HOURS"]
    if not is_due(folder(), hours, now):
        return
    with alone(folder()) as mine:
        if mine and is_due(folder(), hours, now):  # another process may have been faster
            _back_up(folder(), now)


def restore_here(file: Path, password: str) -> Manifest:
    """Restore into the empty place of the settings, and compare what is there with what was.

    The numbers of rows, the links between them, the chained history [J9].
    """
    manifest = restore(file, place(), password)
    faults = broken_chains()
    if contents_of(place().url) != Contents(manifest.revision, manifest.rows):
        faults.append(Fault(_("There are other numbers of rows than when the backup was made.")))
    if faults:
        raise Refused(faults)
    return manifest
