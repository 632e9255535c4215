"""The server is killed while it saves: what it had confirmed is in the backup that is made then."""

import json
import re
import signal
from http.client import HTTPException
from threading import Thread
from uuid import uuid4

import pytest

from app.backup.operations import back_up, restore_here
from app.core import clock
from app.core.db import db
from bench.client import Client
from tests.browser.conftest import make_world
from tests.browser.offline.server import RealServer, marks_of, wait_for

ENOUGH = 25  # confirmed entries before the kill


@pytest.fixture
def server(app):
    made = RealServer(app)
    yield made
    made.stop(signal.SIGKILL)


def entries(world):
    """Entries of one teacher: marks of all pupils, lesson by lesson."""
    pupils = [pupil for name, pupil in world.pupils.items() if name != "Новая Алиса"]
    ids = [(world.lessons[shift].id, pupil.id) for shift in range(-12, -1) for pupil in pupils]
    return [
        {"entry": str(uuid4()), "kind": "cell", "course": world.algebra.id, "lesson": lesson}
        | {"pupil": pupil, "text": "2345"[n % 4], "seen": 0}
        for n, (lesson, pupil) in enumerate(ids)
    ]


def type_in(client, course, todo, confirmed):
    """Save one entry after the other until the server is gone."""
    page = client.get(f"/journal/course/{course}")
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)[1]
    url = re.search(r'data-save-url="([^"]+)"', page)[1].replace("&amp;", "&")
    person = int(re.search(r'data-person="(\d+)"', page)[1])
    headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    for entry in todo:
        body = json.dumps({"person": person, "entries": [entry]})
        try:
            answer = json.loads(client.ask("POST", url, body, headers))
        except (HTTPException, OSError):
            return
        assert answer["results"][0]["status"] == 200
        confirmed.append(entry)


@pytest.mark.req("U4")
def test_what_a_killed_server_confirmed_is_there_after_a_restore(app, server, login, empty, out):
    world = make_world()
    todo, confirmed = entries(world), []
    cookie = login(world.teacher.user_id).get_cookie("session").value
    server.start()
    client = Client(server.port, {"session": cookie})
    typing = Thread(target=type_in, args=(client, world.algebra.id, todo, confirmed))
    typing.start()
    wait_for(lambda: len(confirmed) >= ENOUGH, 60)
    server.stop(signal.SIGKILL)
    typing.join()
    assert ENOUGH <= len(confirmed) < len(todo)
    made = back_up(out, clock.now())
    with empty.app_context():
        restore_here(made, "")
        for entry in confirmed:
            assert marks_of(entry["lesson"])[entry["pupil"]] == [entry["text"]]
        db.session.remove()
