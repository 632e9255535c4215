"""What is measured: pages and saves of the product, and the floor's page beside them."""

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from statistics import median

from bench.client import Client, Times, Unexpected, together, token_of
from bench.databases import ADMIN, PASSWORD, Filled, Target
from bench.serving import serving

Action = Callable[[], None]
_ROUNDS = 8  # of a measurement, so that a machine that is slow for a while is slow for all of them
_TOO_OFTEN = 2000  # requests of a scenario
_LOGINS = 120  # a login is a costly hash: fewer of them


@dataclass(frozen=True)
class Measured:
    """One line of the table."""

    database: str
    years: int
    scenario: str
    clients: int
    rounds: tuple[Times, ...]

    @property
    def times(self) -> Times:
        """All rounds together."""
        each = tuple(chain.from_iterable(times.each for times in self.rounds))
        return Times(each, sum(times.whole for times in self.rounds))

    def ratio(self, base: "Measured") -> float:
        """How many times longer than `base` in the same round: the median of the rounds."""
        pairs = zip(self.rounds, base.rounds, strict=True)
        return median(mine.median / other.median for mine, other in pairs)


def measure(
    name: str, schools: list[Filled], clients: list[int], seconds: float
) -> Iterator[Measured]:
    """Every scenario with each number of clients, against the servers of all schools in turn."""
    with ExitStack() as servers:
        scenarios = {
            (filled.size.years, scenario): actions
            for filled in schools
            for scenario, actions in _scenarios(servers, filled, max(clients)).items()
        }
        for count in clients:
            for actions in scenarios.values():
                together(actions[:count], 0, 0)  # warm: caches, plans, connections
            rounds = [_round(scenarios, count, seconds / _ROUNDS) for _ in range(_ROUNDS)]
            for years, scenario in scenarios:
                times = tuple(one[years, scenario] for one in rounds)
                yield Measured(name, years, scenario, count, times)


def _round(
    scenarios: Mapping[tuple[int, str], list[Action]], count: int, seconds: float
) -> dict[tuple[int, str], Times]:
    return {
        key: together(
            actions[:count], seconds, (_LOGINS if key[1] == "login" else _TOO_OFTEN) // _ROUNDS
        )
        for key, actions in scenarios.items()
    }


def _scenarios(servers: ExitStack, filled: Filled, most: int) -> dict[str, list[Action]]:
    """What each client does, by name of the scenario; starts the two servers of the school."""
    port, floor_port = (
        servers.enter_context(serving(command, filled.url, filled.folder, "/health"))
        for command in (["run.py"], ["-m", "bench.floor"])
    )
    targets = [filled.targets[n % len(filled.targets)] for n in range(most)]
    both = list(zip(_browsers(port, [t.login for t in targets]), targets, strict=True))
    at_floor = [(Client(floor_port), target) for target in targets]
    return {
        "floor: journal page": [_floor_journal(c, t) for c, t in at_floor],
        "journal page": [_journal(client, target) for client, target in both],
        "cell save": [
            _save(client, target, target.pupils[n // len(filled.targets)])
            for n, (client, target) in enumerate(both)
        ],
        "floor: week grid": [_floor_week(c, t, filled) for c, t in at_floor],
        "week grid": [_week(client, target, filled) for client, target in both],
        "list of pupils": [_get(boss, "/pupils/list/") for boss in _browsers(port, [ADMIN] * most)],
        "login": [_login(port, target) for target in targets],
    }


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
