"""`GET /health`: answers without login whether the server can work."""

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.core.backup.copies import newest
from app.core.db import db

VERSION = "0.1.0"
page = Blueprint("health", __name__)


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(page)


def _migrations() -> str:
    """«current» when the database has the newest migration."""
    folder = current_app.extensions["migrate"].directory
    newest = ScriptDirectory(folder).get_current_head()
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return "current" if found == newest else "outdated"


@page.get("/health")
def health() -> ResponseReturnValue:
    """Database reachable, migrations current, version, when the newest backup was made.

    503 when the server cannot work; a missing backup is no such fault.
    """
    try:
        facts = {"database": "ok", "migrations": _migrations()}
    except SQLAlchemyError:
        facts = {"database": "unreachable", "migrations": "unknown"}
    healthy = facts == {"database": "ok", "migrations": "current"}
    status = "ok" if healthy else "error"
    saved = newest(Path(current_app.config["BACKUP_DIR"]))
    facts["backup"] = saved.isoformat(timespec="seconds") if saved else "none"
    return jsonify(status=status, version=VERSION, **facts), 200 if healthy else 503
