"""What is measured: pages and saves of the product, and the floor's page beside them."""

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from bench.client import Client, Times, Unexpected, together, token_of
from bench.databases import ADMIN, PASSWORD, Filled, Target
from bench.serving import serving

Action = Callable[[], None]
_TOO_OFTEN = 2000  # requests of a scenario
_LOGINS = 120  # a login is a costly hash: fewer of them


@dataclass(frozen=True)
class Measured:
    """One line of the table."""

    database: str
    years: int
    scenario: str
    clients: int
    times: Times


def measure(name: str, filled: Filled, clients: list[int], seconds: float) -> list[Measured]:
    """Every scenario with each number of clients, against both servers."""
    lines = []
    product = serving(["run.py"], filled.url, filled.folder, "/health")
    bare = serving(["-m", "bench.floor"], filled.url, filled.folder, "/health")
    with product as port, bare as floor_port:
        targets = [filled.targets[n % len(filled.targets)] for n in range(max(clients))]
        both = list(zip(_browsers(port, [t.login for t in targets]), targets, strict=True))
        bosses = _browsers(port, [ADMIN] * max(clients))
        at_floor = [(Client(floor_port), target) for target in targets]
        scenarios: dict[str, list[Action]] = {
            "floor: journal page": [_floor_journal(c, t) for c, t in at_floor],
            "journal page": [_journal(client, target) for client, target in both],
            "cell save": [
                _save(client, target, target.pupils[n // len(filled.targets)])
                for n, (client, target) in enumerate(both)
            ],
            "floor: week grid": [_floor_week(c, t, filled) for c, t in at_floor],
            "week grid": [_week(client, target, filled) for client, target in both],
            "list of pupils": [_get(boss, "/pupils/list/") for boss in bosses],
            "login": [_login(port, target) for target in targets],
        }
        for scenario, actions in scenarios.items():
            for count in clients:
                together(actions[:count], 0, 0)  # warm: caches, plans, connections
                most = _LOGINS if scenario == "login" else _TOO_OFTEN
                times = together(actions[:count], seconds, most)
                lines.append(Measured(name, filled.size.years, scenario, count, times))
    return lines


def _browsers(port: int, logins: list[str]) -> list[Client]:
    """A browser for each login of the list; each person logs in once."""
    first: dict[str, Client] = {}
    browsers = []
    for login in logins:
        if login not in first:
            first[login] = Client(port)
            first[login].log_in(login, PASSWORD)
        browsers.append(Client(port, first[login].cookies))
    return browsers


def _get(client: Client, path: str, holds: str = "<table") -> Action:
    def action() -> None:
        if holds not in client.get(path):
            raise Unexpected(f"{path} has no {holds}")

    return action


def _journal(client: Client, target: Target) -> Action:
    path = f"/journal/course/{target.course_id}?period={target.period_id}"
    return _get(client, path, f'data-lesson="{target.lesson_id}"')


def _floor_journal(client: Client, target: Target) -> Action:
    path = (
        f"/journal/{target.course_id}/{target.period_id}"
        f"?first={target.first}&last={target.last}&class={target.class_id}"
    )
    return _get(client, path, f'data-lesson="{target.lesson_id}"')


def _week(client: Client, target: Target, filled: Filled) -> Action:
    return _get(client, f"/journal/week/{target.class_id}?day={_monday(filled)}", "data-lesson=")


def _floor_week(client: Client, target: Target, filled: Filled) -> Action:
    return _get(client, f"/week/{target.class_id}?day={_monday(filled)}", "data-lesson=")


def _monday(filled: Filled) -> str:
    """The last week that is over, full of entries."""
    return str(filled.size.monday(filled.size.years - 1, filled.size.weeks - 2))


def _login(port: int, target: Target) -> Action:
    return lambda: Client(port).log_in(target.login, PASSWORD)


def _save(client: Client, target: Target, pupil: int) -> Action:
    """A mark into a cell of its own, another one each time."""
    path = f"/journal/course/{target.course_id}?period={target.period_id}"
    state: dict[str, object] = {}

    def action() -> None:
        if not state:
            page = client.get(path)
            state.update(token=token_of(page), **_seen(page, target.lesson_id, pupil))
        state["text"] = "4" if state["text"] == "5" else "5"
        entry = {
            "entry": str(uuid.uuid4()),
            "kind": "cell",
            "course": target.course_id,
            "lesson": target.lesson_id,
            "pupil": pupil,
            "text": state["text"],
            "seen": state["seen"],
        }
        body = json.dumps({"person": state["person"], "entries": [entry]})
        headers = {"Content-Type": "application/json", "X-CSRFToken": str(state["token"])}
        path_of_entries = f"/journal/entries?period={target.period_id}"
        answer = json.loads(client.ask("POST", path_of_entries, body, headers))["results"][0]
        if answer["status"] != 200:
            raise Unexpected(str(answer))
        state["seen"] = answer["version"]

    return action


def _seen(page: str, lesson: int, pupil: int) -> dict[str, object]:
    """Version and text of a cell, and whose page it is."""
    row = page.split(f'<tr data-pupil="{pupil}"', 1)[1].split("</tr>", 1)[0]
    found = re.search(rf'data-lesson="{lesson}"[^>]*data-version="(\d+)"[^>]*>([^<]*)<', row)
    person = re.search(r'data-person="(\d+)"', page)
    if not (found and person):
        raise Unexpected("the page has no such cell")
    return {"seen": int(found[1]), "text": found[2], "person": int(person[1])}
