"""A real server that can be stopped, and the browser of one computer at school."""

import pytest

from app.people.models import Staff
from tests.browser.conftest import DESK, make_world
from tests.browser.offline.server import (
    RealServer,
    Server,
    is_kept,
    use_session,
    wait_for,
)
from tests.browser.sheet import Sheet


@pytest.fixture
def world(app):
    return make_world()


@pytest.fixture
def server(request, app, world):
    """That of the tests, or `run.py` itself where the test is marked as `real`."""
    made = (RealServer if request.node.get_closest_marker("real") else Server)(app)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def context(chromium):
    """A browser of one computer at school."""
    made = chromium.new_context(**DESK)
    made.set_default_timeout(15_000)
    faults = []
    made.on("weberror", lambda error: faults.append(str(error.error)))
    yield made
    made.close()
    assert faults == []


@pytest.fixture
def come_in(context, server, login):
    """`come_in(staff)`: the browser is logged in as this person."""

    def enter(staff: Staff) -> None:
        cookie = login(staff.user_id).get_cookie("session")
        use_session(context, server.address, cookie.value)

    return enter


@pytest.fixture
def path(world):
    return f"/journal/course/{world.algebra.id}"


@pytest.fixture
def pupils(world):
    return [pupil for name, pupil in world.pupils.items() if name != "Новая Алиса"]


@pytest.fixture
def open_sheet(context, server, path):
    """`open_sheet()`: the journal page, kept by the browser."""

    def open_page(where=path) -> Sheet:
        page = context.new_page()
        page.goto(server.address + where)
        wait_for(lambda: is_kept(page, page.url))
        return Sheet(page)

    return open_page


@pytest.fixture
def sheet(come_in, open_sheet, world):
    come_in(world.teacher)
    return open_sheet()
