"""The instructions: every role has one, and every link of it leads where its reader may go [M4]."""

import pytest
from werkzeug.routing import MapAdapter

from app.accounts.roles import ROLES, granted
from app.help.guides import FOLDER, GUIDES, Section, about, found, guide, own_guides

pytestmark = pytest.mark.req("M4")


def permission(app, adapter: MapAdapter, path: str) -> tuple[str, str] | None:
    """What the page at a path asks for; None: it is open to everybody who is logged in."""
    endpoint, _values = adapter.match(path, method="GET")
    view, name = endpoint.split(".")
    views = {type(one).__name__: one for one in app.appbuilder.baseviews}
    asked = getattr(getattr(views[view], name), "_permission_name", None)
    return asked and (f"can_{asked}", view)


@pytest.mark.parametrize("name", GUIDES)
def test_every_link_leads_to_a_page_that_its_readers_may_open(sqlite_app, name):
    adapter = sqlite_app.url_map.bind("localhost")
    pages = {page for section in guide(name).sections for page in section.pages}
    assert pages
    # The class teacher reads the teacher's instruction, too.
    closed = {
        (page, role)
        for page in pages
        for role in GUIDES[name]
        if (asked := permission(sqlite_app, adapter, page)) and asked not in granted(role)
    }
    assert closed == set()


def test_every_role_has_an_instruction_and_every_file_its_readers():
    assert {role for roles in GUIDES.values() for role in roles} == set(ROLES)
    assert {path.stem for path in FOLDER.glob("*.md")} == set(GUIDES)
    assert [one.name for one in own_guides(["teacher", "class_teacher"])] == [
        "class_teacher",
        "teacher",
    ]


def test_sections_are_found_by_all_words_whatever_the_case():
    titles = lambda words: [one.title for one in found([guide("teacher")], words)]  # noqa: E731
    assert titles("ОТМЕТИТЬ отсутствующих")[0] == "Как отметить отсутствующих"
    assert titles("отсутствующих бегемот") == []


def test_the_page_one_comes_from_finds_its_sections():
    titles = lambda path: {one.title for one in about([guide("parent")], path)}  # noqa: E731
    assert titles("/attendance/report/") == {"Как сообщить, что ребёнок не придёт"}
    assert titles("/") == titles("") == set()


def test_html_in_an_instruction_is_text(tmp_path, monkeypatch):
    text = "# Имя\n\n## Задача\n<script>alert(1)</script> [а](javascript:alert) [б](/diary/)\n"
    (tmp_path / "attack.md").write_text(text, "utf-8")
    monkeypatch.setattr("app.help.guides.FOLDER", tmp_path)
    section: Section = guide("attack").sections[0]
    assert ("<script>" in section.html, 'href="javascript' in section.html) == (False, False)
    assert section.pages == ("/diary/",)
