"""The project's own files as the architecture tests read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SKIPPED = {".git", ".venv", "instance", "__pycache__", "node_modules"}
TEXT = {".py", ".md", ".html", ".js", ".css", ".txt", ".toml", ".ini", ".cfg", ".sh", ".mako", ""}


@dataclass(frozen=True)
class Module:
    """A Python file: its dotted name, its path from the root, its syntax tree."""

    name: str
    path: str
    tree: ast.Module

    @property
    def parts(self) -> list[str]:
        return self.name.split(".")


def module(name: str, text: str) -> Module:
    """A module of this text, for trying a check on what it must find."""
    return Module(name, name.replace(".", "/") + ".py", ast.parse(text))


@cache
def modules(folder: str) -> tuple[Module, ...]:
    """Every Python file under a folder of the project."""
    return tuple(_read(path) for path in sorted((ROOT / folder).rglob("*.py")))


def _read(path: Path) -> Module:
    relative = path.relative_to(ROOT)
    parts = relative.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, relative.as_posix(), ast.parse(path.read_text("utf-8")))


@cache
def text_files() -> tuple[Path, ...]:
    """Every text file that is part of the project."""
    return tuple(
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and path.suffix in TEXT
        and not any(part in SKIPPED or part.endswith("_cache") for part in path.parts)
    )


def imports(found: Module) -> Iterator[tuple[str, str]]:
    """Each import as (module, name): `from app.core.db import db` is («app.core.db», «db»)."""
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`dt.datetime.now` of the expression; a call on the way is «()»."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return f"{dotted(node.func)}()" if isinstance(node, ast.Call) else "?"


def calls(found: Module) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the dotted name of what is called."""
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node
