"""The library of `library.py` as an application of its own, on the databases of the tests."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_appbuilder.security.sqla.models import Permission, PermissionView, Role, ViewMenu
from sqlalchemy import func, select

from app import create_app
from app.core import pages
from app.core.db import db
from tests.conftest import Visitor, logged_in
from tests.core import library
from tests.factories import make_user

_made: dict[str, Flask] = {}


def _library_app(like: Flask) -> Flask:
    """One application for each database, with the library's views."""
    url = like.config["SQLALCHEMY_DATABASE_URI"]
    if url not in _made:
        same = ("SQLALCHEMY_DATABASE_URI", "INSTANCE_DIR", "FAB_PASSWORD_HASH_METHOD", "TESTING")
        app = create_app(RATELIMIT_ENABLED=False, **{name: like.config[name] for name in same})
        app.test_client_class = Visitor
        with app.app_context():
            for view in library.VIEWS:
                app.appbuilder.add_view_no_menu(view)
            pages.check(app.appbuilder)
        _made[url] = app
    return _made[url]


def _grant(app: Flask, *roles: str) -> None:
    """Every permission of the library's views for the roles."""
    known = {row.name: row for row in db.session.scalars(select(Permission))}
    holders = list(db.session.scalars(select(Role).where(Role.name.in_(roles))))
    for view in app.appbuilder.baseviews:
        if isinstance(view, library.VIEWS):
            page = ViewMenu(name=type(view).__name__)
            for name in view.base_permissions:
                permission = known.setdefault(name, Permission(name=name))
                pair = PermissionView(permission=permission, view_menu=page)
                for role in holders:
                    role.permissions.append(pair)
    db.session.commit()


class Library:
    """The running library: `reader` and `librarian` are logged in and may do everything there."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        library.Base.metadata.create_all(db.engine)
        _grant(app, "teacher", "admin")
        self.reader_id, self.librarian_id = make_user("teacher"), make_user("admin")
        self.reader, self.librarian = self.client(self.reader_id), self.client(self.librarian_id)

    def client(self, user_id: int | None = None) -> FlaskClient:
        return self.app.test_client() if user_id is None else logged_in(self.app, user_id)

    def shelf(self, name: str = "Классика", **values) -> library.Shelf:
        return self.keep(library.Shelf(name=name, **values))

    def book(self, title: str = "Ёж", shelf: library.Shelf | None = None, **values) -> library.Book:
        return self.keep(library.Book(title=title, shelf=shelf or self.shelf(), **values))

    def keep(self, row):
        db.session.add(row)
        db.session.commit()
        return row

    def forbid(self, role: str, page: str, permission: str) -> None:
        """Take a permission from a role."""
        holder = db.session.scalars(select(Role).where(Role.name == role)).one()
        taken = (permission, page)
        holder.permissions = [
            pair
            for pair in holder.permissions
            if (pair.permission.name, pair.view_menu.name) != taken
        ]
        db.session.commit()

    def count(self, table: type) -> int:
        """How many rows are stored."""
        return db.session.scalar(select(func.count()).select_from(table))

    def only(self, table: type):
        """The one row that is stored."""
        return db.session.scalars(select(table)).one()

    def fresh(self, row):
        """The row as it is stored now; None when it is gone."""
        return db.session.get(type(row), row.id, populate_existing=True)


def _opened(app: Flask) -> Iterator[Library]:
    ours = _library_app(app)
    with ours.app_context():
        yield Library(ours)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def books(app: Flask) -> Iterator[Library]:
    """The library on SQLite and on PostgreSQL."""
    yield from _opened(app)


@pytest.fixture
def sqlite_books(sqlite_app: Flask) -> Iterator[Library]:
    """The library on SQLite only."""
    yield from _opened(sqlite_app)


@pytest.fixture
def token() -> Callable[[FlaskClient], str]:
    """`token(client)` is the CSRF token of the client's session."""

    def read(client: FlaskClient) -> str:
        page = client.get("/bookview/add").text
        return page.split('name="csrf-token" content="')[1].split('"')[0]

    return read
