"""Школьный журнал: the electronic class journal of a small school."""

from importlib import import_module
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect

from app import cli, menu
from app.accounts import guard
from app.accounts.security import JournalAppBuilder, SecurityManager
from app.audit import listener
from app.core import actor, error_pages, headers, health
from app.core.db import db, migrate
from app.core.pages import speech
from app.home.actor import actor_of, load_actor
from app.school import closed
from config import Config

# In import order: a package imports only those before it.
FEATURES = (
    "accounts",
    "audit",
    "jobs",
    "school",
    "people",
    "classes",
    "plan",
    "messages",
    "timetable",
    "journal",
    "attendance",
    "results",
    "outages",
    "control",
    "correspondence",
)
WITH_TABLES = tuple(f for f in FEATURES if f != "control")


def create_app(**settings: Any) -> Flask:
    """Make the application; `settings` override those of `config.Config`.

    Writes nothing to the database: tables come from `flask db upgrade`, roles from
    `flask access sync`.
    """
    app = Flask(__name__)
    app.config.from_object(Config)
    app.config.update(settings)
    for feature in WITH_TABLES:
        import_module(f"app.{feature}.models")
    db.init_app(app)
    listener.watch(db.session, guard=closed)
    migrate.init_app(app, db)
    CSRFProtect(app)
    headers.init_app(app)
    error_pages.init_app(app)
    health.init_app(app)
    guard.init_app(app)
    actor.set_loader(load_actor, actor_of)
    with app.app_context():
        appbuilder = JournalAppBuilder(
            security_manager_class=SecurityManager, indexview=menu.HOME, base_template=menu.BASE
        )
        appbuilder.init_app(app, db.session)
        menu.register(appbuilder)
        speech.init_app(app)
    cli.init_app(app)
    return app
