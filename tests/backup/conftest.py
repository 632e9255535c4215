"""A place for backups, and an empty installation to restore into."""

import pytest
from sqlalchemy import make_url


@pytest.fixture
def out(tmp_path):
    return tmp_path / "copies"


@pytest.fixture
def empty(request, app, another_app, tmp_path):
    """A second application on an empty database of the same kind, with its own folder."""
    place = tmp_path / "other"
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite":
        yield another_app(
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{place}/j.db", INSTANCE_DIR=str(place)
        )
        return
    with request.getfixturevalue("postgresql_backend").another() as fresh:
        yield another_app(SQLALCHEMY_DATABASE_URI=fresh, INSTANCE_DIR=str(place))
