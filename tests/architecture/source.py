"""The project's own files as the architecture tests read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SKIPPED = {".git", ".venv", "instance", "__pycache__", "node_modules"}
TEXT = {
    *(".py", ".md", ".html", ".js", ".css", ".svg", ".txt", ".toml", ".ini", ".cfg", ".sh"),
    *(".mako", ".po", ".json", ".csv", ""),
}


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
    return tuple(path for path in _walk(ROOT) if path.suffix in TEXT)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in SKIPPED or path.name.endswith("_cache") or path.is_symlink():
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def read(path: str) -> str:
    """Text of a file of the project."""
    return (ROOT / path).read_text("utf-8")


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
