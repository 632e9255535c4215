"""Asks every address of the application as one person, and reads off what the person may.

The answer to one route is a letter: `-` closed, `o` open, but not for a foreign object, `a` open
for any (or where nothing of anybody's is named).
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.routing import Rule

from app.core.db import db
from app.core.pages import JournalModelView
from tests.architecture.access.table import BODIES, JSON, PARAMETERS
from tests.architecture.access.world import World
from tests.paper import page_texts

# Generated routes that ask for the permission of another one; they are tried by themselves.
DERIVED = {"pick", "action", "action_post"}
FORBIDDEN, MISSING = 403, 404
# What hand-made pages call the things that they are asked about.
QUERY = {
    **dict.fromkeys(("class", "class_id"), "SchoolClass"),
    **dict.fromkeys(("course", "course_id"), "Course"),
    **dict.fromkeys(("pupil", "pupil_id", "child"), "Pupil"),
    **dict.fromkeys(("lesson", "lesson_id"), "Lesson"),
    **dict.fromkeys(("teacher", "staff"), "Staff"),
    "document": "AbsenceDocument",
    "guardian": "Guardian",
    "plan": "LessonPlan",
    "subgroup": "Subgroup",
    "user": "User",
}


class Crawler:
    """One person's requests; `texts` are all answers, by address."""

    def __init__(self, app: Flask, client: FlaskClient, world: World, role: str) -> None:
        self.app, self.client, self.world, self.role = app, client, world, role
        self.views = {type(view).__name__: view for view in app.appbuilder.baseviews}
        self.texts: dict[str, str] = {}
        page = client.get("/password/").text
        self.token = page.split('name="csrf-token" content="')[1].split('"')[0]

    def get(self, address: str) -> int:
        """The status of a page; its text is kept."""
        answer = self.client.get(address)
        self.texts[address] = _words(answer) if answer.status_code < FORBIDDEN else ""
        return answer.status_code

    def post(self, address: str, data: dict[str, Any] | None = None, **sent: Any) -> int:
        """The status of a form or of JSON that is sent with a right token."""
        header = {"X-CSRFToken": self.token}
        answer = self.client.post(address, data=data, headers=header, **sent)
        self.texts[f"POST {address}"] = answer.text
        entries = answer.json.get("results") if answer.is_json else None
        return int(entries[0]["status"]) if entries else answer.status_code

    def own_pages(self) -> list[str]:
        """Addresses of everything that is read, with own things where the address names any."""
        found = []
        for rule in rules(self.app):
            if "GET" in rule.methods and "logout" not in rule.endpoint:
                tables = {**PARAMETERS["*"], **PARAMETERS.get(rule.endpoint, {})}
                model = getattr(self.views[rule.endpoint.split(".")[0]], "model", None)
                tables.setdefault("pk", getattr(model, "__name__", ""))
                found.append(self._address(rule, tables.get, foreign=False))
        return found

    def levels(self) -> dict[str, str]:
        """Every route and what the person may there."""
        found = {}
        for rule in rules(self.app):
            view, name = rule.endpoint.split(".")
            generated = isinstance(self.views[view], JournalModelView)
            if generated and name in DERIVED:
                continue
            level = self._generated if generated else self._own_page
            found[rule.endpoint] = level(self.views[view], name, rule)
        return found

    def _generated(self, view: Any, name: str, rule: Rule) -> str:
        if name in {"list", "export", "add"}:
            if self.get(view.route_base + {"list": "/list/"}.get(name, f"/{name}")) == FORBIDDEN:
                return "-"
            return self._listed(view, name) if name != "add" else "a"
        return self._by_object(rule, lambda _name: view.model.__name__)

    def _listed(self, view: Any, name: str) -> str:
        """`a` when all rows of the table are in the list or file, `o` when not."""
        if name == "list":
            text = self.texts[f"{view.route_base}/list/"]
            counted = re.search(r"(\d+) запис", text)
            count = int(counted[1]) if counted else 0
        else:
            # A value may have line breaks: every record ends with CR LF.
            count = self.texts[f"{view.route_base}/export"].rstrip().count("\r\n")
        total = db.session.scalar(select(func.count()).select_from(view.model))
        return "a" if count == total else "o"

    def _own_page(self, _view: Any, _name: str, rule: Rule) -> str:
        tables = PARAMETERS.get(rule.endpoint, {})
        return self._by_object(rule, lambda name: tables.get(name) or PARAMETERS["*"].get(name))

    def _by_object(self, rule: Rule, table_of: Callable[[str], Any]) -> str:
        own, foreign = (self._address(rule, table_of, foreign=f) for f in (False, True))
        bodies = [self._body(rule.endpoint, foreign=f) for f in (False, True)]
        if self._asked(rule, own, bodies[0]) == FORBIDDEN:
            return "-"
        if (own, bodies[0]) == (foreign, bodies[1]):
            return "a"
        return "o" if self._asked(rule, foreign, bodies[1]) in {FORBIDDEN, MISSING} else "a"

    def _asked(self, rule: Rule, address: str, body: dict[str, Any]) -> int:
        if "GET" in rule.methods:
            return self.get(address)
        if rule.endpoint in JSON:
            return self.post(address, json={"person": self.world.users[self.role], **body})
        return self.post(address, body)

    def _body(self, endpoint: str, *, foreign: bool) -> dict[str, Any]:
        """What is sent: a name of a table stands for the key of an own or foreign row of it."""
        values = {
            name: self._value(value, foreign=foreign)
            for name, value in BODIES.get(endpoint, {}).items()
        }
        return {"entries": [values]} if endpoint in JSON else values

    def _value(self, value: Any, *, foreign: bool) -> Any:
        """The key of a row, for the name of a table; anything else stands for itself."""
        named = value in self.world.things or value in self.world.personal
        return self.world.key(value, self.role, foreign=foreign) if named else value

    def _address(self, rule: Rule, table_of: Callable[[str], Any], *, foreign: bool) -> str:
        """The route's address; a parameter that names no table stands for itself."""

        def value(match: re.Match[str]) -> str:
            return str(self._value(table_of(match[1]) or 1, foreign=foreign))

        return re.sub(r"<(?:[^:<>]+:)?(\w+)>", value, rule.rule)

    def ask_with_foreign_ids(self) -> None:
        """Every list and page once more, with foreign ids in filters and in the query."""
        for rule in rules(self.app):
            view, name = rule.endpoint.split(".")
            generated = isinstance(self.views[view], JournalModelView)
            if generated and name == "list":
                for address in self._filters(self.views[view]):
                    self.get(address)
            elif not generated and "GET" in rule.methods and "<" not in rule.rule:
                self.get(f"{rule.rule}?{self._query()}")

    def _query(self) -> str:
        keys = {name: self.world.things[table][1] for name, table in QUERY.items()}
        of = f"of=class-{keys['class']}&of=teacher-{keys['teacher']}"
        return "&".join([f"{name}={key}" for name, key in keys.items()] + [of, "day=2026-09-01"])

    def _filters(self, view: Any) -> Iterator[str]:
        """Searches and pick lists of a generated view, each by the foreign row."""
        for column in sorted({*view.search_columns, *view.add_columns, *view.edit_columns}):
            if not view.datamodel.is_relation(column):
                continue
            related = view.datamodel.get_related_model(column).__name__
            if column in view.search_columns and related in self.world.things:
                key = self.world.things[related][1]
                yield f"{view.route_base}/list/?_flt_0_{column}={key}"
                yield f"{view.route_base}/export?_flt_0_{column}={key}"
            for form in ("add", "edit", "list"):
                yield f"{view.route_base}/pick/{form}/{column}"


def _words(answer: Any) -> str:
    """What a page, a PDF or a workbook tells."""
    if answer.data.startswith(b"PK"):
        rows = load_workbook(BytesIO(answer.data)).active.values
        return "\n".join(str(value) for row in rows for value in row)
    if answer.data.startswith(b"%PDF"):
        return "\n".join(page_texts(answer.data))
    return str(answer.text)


def rules(app: Flask) -> list[Rule]:
    """All routes but static files and `/health`: those that read first, going out last."""
    views = {type(view).__name__ for view in app.appbuilder.baseviews}
    return sorted(
        (rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in views),
        key=lambda rule: ("logout" in rule.endpoint, "GET" not in rule.methods, rule.endpoint),
    )
