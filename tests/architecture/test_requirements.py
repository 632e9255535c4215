"""Every requirement has a test that names it, or stands below as what it is: not built."""

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, Module, dotted, module, modules, read

# Nothing of these is there. Who builds one takes it out of the list.
NOT_BUILT_YET: set[str] = set()
# A part of these is there; what is missing:
PARTLY_BUILT = {}
SHARED = Path(__file__).parents[3] / "shared" / "requirements.md"


def ids_of(text: str) -> set[str]:
    """Ids in the first column of the tables of a text."""
    return set(re.findall(r"^\| ([A-Z]\d+) \|", text, flags=re.MULTILINE))


def known_ids() -> set[str]:
    """The ids of the requirements beside the project, or else of the project's own list."""
    return ids_of(SHARED.read_text("utf-8") if SHARED.exists() else read("docs/requirements.md"))


def marked(found: Module) -> set[str]:
    """Ids that the tests of a module hold."""
    return {
        argument.value
        for node in ast.walk(found.tree)
        if isinstance(node, ast.Call) and dotted(node.func).endswith("mark.req")
        for argument in node.args
        if isinstance(argument, ast.Constant)
    }


def all_marked() -> set[str]:
    return set().union(*(marked(found) for found in modules("tests")))


def test_every_requirement_that_is_built_has_a_test():
    assert known_ids() - all_marked() - NOT_BUILT_YET == set()


def test_what_has_a_test_is_not_called_unbuilt():
    assert all_marked() & NOT_BUILT_YET == set()


def test_no_test_names_what_is_no_requirement():
    assert (all_marked() | NOT_BUILT_YET | set(PARTLY_BUILT)) - known_ids() == set()


def test_what_is_built_in_part_has_tests_and_says_what_is_missing():
    assert set(PARTLY_BUILT) - all_marked() == set()
    assert all(PARTLY_BUILT.values())


def test_the_list_of_requirements_is_complete():
    assert ids_of(read("docs/requirements.md")) == known_ids()


def test_code_cites_only_requirements():
    """Docstrings and comments name clauses as [J6] or [P3 P4]."""
    cited = {
        one
        for path in sorted((ROOT / "app").rglob("*.py"))
        for clause in re.findall(r"\[((?:[A-Z]\d+ ?)+)\]", path.read_text("utf-8"))
        for one in clause.split()
    }
    assert cited - known_ids() == set()


def test_marks_are_found_wherever_they_stand():
    text = (
        "pytestmark = pytest.mark.req('P8')\n@pytest.mark.req('S2', 'S4')\ndef test_a(): pass\n"
        "x = pytest.param(1, marks=pytest.mark.req('J6'))"
    )
    assert marked(module("tests.test_x", text)) == {"P8", "S2", "S4", "J6"}


def test_ids_are_read_from_tables():
    assert ids_of("| id | what |\n| P10 | x | y |\nP1 | no\n| J6 |") == {"P10", "J6"}
