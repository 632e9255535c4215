"""The library of `library.py` as an application of its own, on the databases of the tests."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_appbuilder.security.sqla.models import Permission, PermissionView, Role, ViewMenu
from sqlalchemy import func, select

from app.core import pages
from app.core.db import db
from tests.conftest import PostgreSQL, SQLite, logged_in, running
from tests.core import library
from tests.factories import make_user


def _add_library(app: Flask) -> None:
    """Its views, tables and permissions."""
    for view in library.VIEWS:
        app.appbuilder.add_view_no_menu(view)
    pages.check(app.appbuilder)
    library.Base.metadata.create_all(db.engine)
    _grant(app, "teacher", "admin")


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


@pytest.fixture(scope="session")
def sqlite_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SQLite]:
    backend = SQLite(tmp_path_factory.mktemp("library"), _add_library)
    yield backend
    backend.drop()


@pytest.fixture(scope="session")
def postgresql_library(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PostgreSQL]:
    backend = PostgreSQL(postgresql_server, tmp_path_factory.mktemp("library"), _add_library)
    yield backend
    backend.drop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def books(request: pytest.FixtureRequest) -> Iterator[Library]:
    """The library on SQLite and on PostgreSQL."""
    yield from map(Library, running(request.getfixturevalue(f"{request.param}_library")))


@pytest.fixture
def sqlite_books(sqlite_library: SQLite) -> Iterator[Library]:
    """The library on SQLite only."""
    yield from map(Library, running(sqlite_library))


@pytest.fixture
def token() -> Callable[[FlaskClient], str]:
    """`token(client)` is the CSRF token of the client's session."""

    def read(client: FlaskClient) -> str:
        page = client.get("/bookview/add").text
        return page.split('name="csrf-token" content="')[1].split('"')[0]

    return read
