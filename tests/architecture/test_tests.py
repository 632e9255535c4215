"""Tests that would not run are found: without a name, or skipped."""

import ast

from tests.architecture.source import Module, dotted, module, modules

# The one reason to skip: real files that are not part of the project.
MAY_SKIP = {"tests/conftest.py": "skipped: no ../shared/data"}
SKIPS = {"skip", "skipif", "xfail", "importorskip"}


def functions(found: Module) -> list[ast.FunctionDef]:
    """Functions at the top of a module."""
    return [node for node in found.tree.body if isinstance(node, ast.FunctionDef)]


def is_fixture(function: ast.FunctionDef) -> bool:
    """True for what pytest hands to tests."""
    return any("fixture" in dotted(node) for node in function.decorator_list)


def forgotten(found: Module) -> list[str]:
    """Functions of a test module that are no test, no fixture, and used by nobody there."""
    uses = [node.id for node in ast.walk(found.tree) if isinstance(node, ast.Name)]
    uses += [node.attr for node in ast.walk(found.tree) if isinstance(node, ast.Attribute)]
    return [
        f"{found.path}: {function.name}"
        for function in functions(found)
        if not function.name.startswith(("test_", "pytest_"))
        and not is_fixture(function)
        and function.name not in uses
    ]


def skips(found: Module) -> list[str]:
    """Where a test is skipped or expected to fail."""
    names = [
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(found.tree)
        if isinstance(node, ast.Attribute | ast.Name)
    ]
    return [f"{found.path}: {name}" for name in names if name in SKIPS]


def doubles(found: Module) -> list[str]:
    """Names that a later function of the module takes away from an earlier one."""
    names = [function.name for function in functions(found)]
    return sorted({f"{found.path}: {name}" for name in names if names.count(name) > 1})


def collected() -> list[Module]:
    """The modules that pytest collects."""
    return [found for found in modules("tests") if found.parts[-1].startswith("test_")]


def test_every_function_of_a_test_module_is_a_test_a_fixture_or_used():
    assert [fault for found in collected() for fault in forgotten(found)] == []


def test_no_test_hides_another():
    assert [fault for found in modules("tests") for fault in doubles(found)] == []


def test_no_test_is_skipped_but_for_files_that_are_not_there():
    found = [m for m in modules("tests") if m.path not in MAY_SKIP]
    assert [fault for m in found for fault in skips(m)] == []
    for path, reason in MAY_SKIP.items():
        conftest = next(m for m in modules("tests") if m.path == path)
        calls = [n for n in ast.walk(conftest.tree) if isinstance(n, ast.Call)]
        said = [ast.unparse(n.args[0]) for n in calls if dotted(n.func) == "pytest.skip"]
        assert said == [f"'{reason}'"]


def test_a_test_without_its_prefix_is_found():
    text = "def checks_it(app):\n    assert app\ndef used(x):\n    pass\ndef test_a():\n    used(1)"
    assert forgotten(module("tests.test_x", text)) == ["tests/test_x.py: checks_it"]


def test_a_skipped_test_is_found():
    text = "import pytest\n@pytest.mark.skipif(True)\ndef test_a():\n    pytest.skip('no')"
    assert len(skips(module("tests.test_x", text))) == 2


def test_a_hidden_test_is_found():
    text = "def test_a():\n    pass\ndef test_a():\n    pass"
    assert doubles(module("tests.test_x", text)) == ["tests/test_x.py: test_a"]
