"""Every setting stands in config.py and in the administrator's guide, and nowhere else."""

import ast
import re

from tests.architecture.source import Module, calls, module, modules, read

GUIDE = read("docs/admin.md")


def settings_of(found: Module) -> set[str]:
    """Environment variables that a module reads."""
    names = set()
    for name, node in calls(found):
        reads = name in {"_flag", "getenv", "os.getenv"} or name.endswith("environ.get")
        if reads and node.args and isinstance(node.args[0], ast.Constant):
            names.add(node.args[0].value)
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Subscript) and "environ" in ast.dump(node.value):
            names.add(ast.unparse(node.slice).strip("'"))
    return names


def described(guide: str) -> dict[str, str]:
    """Settings of the guide's table: name → the cell with the default."""
    section = guide.partition("## Настройки")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \|.*\| (.+?) \|$", section, flags=re.MULTILINE)
    return dict(rows)


def own_settings() -> set[str]:
    return settings_of(module("config", read("config.py")))


def test_every_setting_is_described_and_every_described_one_exists():
    assert own_settings() == set(described(GUIDE))


def test_every_setting_says_its_default():
    literal = re.findall(r'environ\.get\("([A-Z_]+)", "([^"{]+)"\)', read("config.py"))
    told = described(GUIDE)
    assert ("PORT", "8080") in literal
    assert {name: told[name] for name, _default in literal} == {
        name: f"`{default}`" for name, default in literal
    }


def test_every_setting_has_a_sentence_in_the_code():
    lines = re.findall(r"^    # ([A-Z0-9_, ]+): .+$", read("config.py"), flags=re.MULTILINE)
    assert {name.strip() for line in lines for name in line.split(",")} == own_settings()


def test_only_config_reads_the_environment():
    found = [*modules("app"), module("run", read("run.py"))]
    assert {m.path: names for m in found if (names := settings_of(m))} == {}


def test_a_setting_is_found_however_it_is_read():
    text = 'a = os.environ.get("A1")\nb = os.environ["B"]\nc = os.getenv("C")\nd = _flag("D")'
    assert settings_of(module("x", text)) == {"A1", "B", "C", "D"}


def test_the_guide_is_read_by_its_table():
    guide = (
        "`X` ## Настройки\n| `PORT` | порт | `8080` |\n| нет | x | y |\n## Команды\n| `Z` | x | y |"
    )
    assert described(guide) == {"PORT": "`8080`"}
