"""How long files and functions may be, and what none of them may hold."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, TEXT, Module, module, modules, text_files

THIS = Path(__file__)
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
NAMELESS = re.compile(r"(utils?|helpers?|misc|common|stuff)(\.\w+)?")
LEFT_OVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
# Places of one machine: what works only there.
MACHINE = re.compile(r"(?<![\w.:/<}-])/(work|root|home|Users|tmp|mnt)/[\w.]")


def long_functions(found: Module) -> list[str]:
    """Functions past the limit."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        f"{found.path}: {node.name}"
        for node in ast.walk(found.tree)
        if isinstance(node, kinds) and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]


def code_of_package(found: Module) -> list[str]:
    """What stands in a package's `__init__` beside its paragraph and what it hands on."""
    allowed = (ast.Import, ast.ImportFrom)
    body = found.tree.body[1:] if ast.get_docstring(found.tree) else found.tree.body
    lines = [ast.unparse(node) for node in body if not isinstance(node, allowed)]
    return [f"{found.path}: {line[:40]}" for line in lines if not line.startswith("__all__")]


def lines_with(pattern: re.Pattern[str], text: str) -> list[int]:
    """Numbers of the lines in which the pattern is found."""
    return [n for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def test_no_file_is_long():
    code = [path for path in text_files() if path.suffix in {".py", ".js"}]
    counts = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in code
        if path.relative_to(ROOT).parts[0] == "app"
    }
    assert {path: n for path, n in counts.items() if n > LONGEST_FILE} == {}


def test_no_function_is_long():
    assert [fault for found in modules("app") for fault in long_functions(found)] == []


def test_every_file_and_folder_is_named_by_what_it_holds():
    names = {part for path in text_files() for part in path.relative_to(ROOT).parts}
    assert {name for name in names if NAMELESS.fullmatch(name)} == set()


def test_every_package_says_what_it_is():
    packages = [found for found in modules("app") if found.path.endswith("__init__.py")]
    silent = [found.path for found in packages if not ast.get_docstring(found.tree)]
    assert silent == []


def test_packages_of_features_hold_no_code_of_their_own():
    own = ("app/__init__.py", "app/cli/__init__.py")
    packages = [found for found in modules("app") if found.path.endswith("__init__.py")]
    faults = [fault for f in packages if f.path not in own for fault in code_of_package(f)]
    assert faults == []


@pytest.mark.parametrize("pattern", [LEFT_OVER, MACHINE])
def test_no_file_holds_what_is_unfinished_or_of_one_machine(pattern):
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for path in text_files()
        if path != THIS and (lines := lines_with(pattern, path.read_text("utf-8")))
    }
    assert found == {}


def test_the_checks_read_the_project():
    paths = {path.relative_to(ROOT).as_posix() for path in text_files()}
    assert {"README.md", "app/__init__.py", "Makefile", "app/menu.py"} <= paths
    assert ".py" in TEXT


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (LEFT_OVER, "# TODO: later"),
        (LEFT_OVER, "x = 1  # FIXME"),
        (MACHINE, "open('/mnt/data.csv')"),
        (MACHINE, "see /root/.venv"),
        (MACHINE, "cd /home/anna"),
    ],
)
def test_what_is_unfinished_or_of_one_machine_is_found(pattern, line):
    assert lines_with(pattern, f"\n{line}\n") == [2]


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (LEFT_OVER, "todos = 1"),
        (MACHINE, "url = '/homework/1'"),
        (MACHINE, "https://example.ru/home/page"),
        (MACHINE, "/opt/journal"),
    ],
)
def test_harmless_lines_are_not_found(pattern, line):
    assert lines_with(pattern, line) == []


def test_a_long_function_is_found():
    text = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert long_functions(module("app.x", text)) == ["app/x.py: f"]
    assert long_functions(module("app.x", text.rsplit("    x", 1)[0])) == []


def test_code_in_a_package_is_found():
    text = '"""What."""\nfrom app.x import y\n__all__ = ["y"]\nz = 1'
    assert code_of_package(module("app.x", text)) == ["app/x.py: z = 1"]
