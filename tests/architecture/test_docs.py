"""The documentation tells what is there, and nothing that is not."""

import re
from collections.abc import Iterator

import click
import pytest
from flask import Flask

from tests.architecture.source import ROOT, read, text_files

GUIDE = "docs/admin.md"


def commands(group: click.Group, before: str = "flask") -> Iterator[str]:
    """Full names of the commands below a group, but for the hidden ones."""
    for name, command in sorted(group.commands.items()):
        if command.hidden:
            continue
        full = f"{before} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, full)
        else:
            yield full


def own_commands(app: Flask) -> set[str]:
    """Commands of the product: what the framework brings is not among them."""
    names = set(commands(app.cli))
    own = {name for name in app.cli.commands if name != "db"}
    return {name for name in names if name.split()[1] in own}


def mentioned(text: str) -> set[str]:
    """Commands that a text tells to type: `flask access sync`, `.venv/bin/flask db upgrade`."""
    return {f"flask {words}" for words in re.findall(r"\bflask ((?:[a-z]+ ?){1,3})", text)}


def begins(text: str, known: set[str]) -> bool:
    """True when the words begin with a command that is there."""
    return any(text.strip() == name or text.startswith(f"{name} ") for name in known)


def pages() -> list[str]:
    """Every page of documentation."""
    return [path.relative_to(ROOT).as_posix() for path in text_files() if path.suffix == ".md"]


def test_every_command_is_described(sqlite_app):
    assert {name for name in own_commands(sqlite_app) if f"`{name}" not in read(GUIDE)} == set()


@pytest.mark.parametrize("page", pages())
def test_every_command_that_is_told_exists(sqlite_app, page):
    framework = {"flask run", "flask routes", "flask shell", *commands_of_migrations(sqlite_app)}
    known = own_commands(sqlite_app) | framework
    groups = {" ".join(name.split()[:2]) for name in known}
    told = {words.strip() for words in mentioned(read(page))}
    assert {name for name in told if not begins(name, known) and name not in groups} == set()


def commands_of_migrations(app: Flask) -> set[str]:
    """`flask db …` of the framework."""
    from flask_migrate.cli import db  # noqa: PLC0415  # a group of the framework, needs the app

    return set(commands(db, "flask db")) if app else set()


def test_every_command_speaks_russian(sqlite_app):
    english = {
        name: command.help
        for name, command in sqlite_app.cli.commands.items()
        if not command.hidden and not re.search("[а-яё]", command.help or "")
    }
    assert english == {}


@pytest.mark.parametrize("page", pages())
def test_every_link_leads_somewhere(page):
    folder = (ROOT / page).parent
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(page))
    # Instructions lead to pages of the program: tests/help follows those.
    outer = r"[a-z]+:|/" if page.startswith("docs/help/") else r"[a-z]+:"
    own = [link for link in links if not re.match(outer, link)]
    assert [link for link in own if not (folder / link).exists()] == []


@pytest.mark.parametrize("page", pages())
def test_every_target_of_make_that_is_told_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", read(page))) - targets == set()


def test_every_target_of_make_is_told():
    phony = re.search(r"^\.PHONY: (.+)$", read("Makefile"), flags=re.MULTILINE)[1].split()
    told = " ".join(read(page) for page in pages())
    assert [name for name in phony if f"make {name}" not in told and name != "setup-tests"] == []


def test_a_group_of_commands_is_walked():
    group = click.Group("x", {"a": click.Command("a"), "b": click.Group("b")})
    group.commands["b"].add_command(click.Command("c"))
    group.add_command(click.Command("z", hidden=True))
    assert list(commands(group)) == ["flask a", "flask b c"]


def test_a_told_command_is_found():
    assert mentioned("`.venv/bin/flask db upgrade`, flask import timetable ФАЙЛ") == {
        "flask db upgrade",
        "flask import timetable ",
    }
