"""The page of help [M4]."""

import pytest

from app.board.enums import PaperSection
from app.board.models import Paper
from tests.board.people import NOW
from tests.factories import make_user, save

pytestmark = [pytest.mark.req("M4"), pytest.mark.usefixtures("sqlite_app")]


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("admin", "Администратору журнала"),
        ("director", "Директору и заместителю директора"),
        ("secretary", "Секретарю"),
        ("class_teacher", "Классному руководителю"),
        ("teacher", "Учителю"),
        ("parent", "Родителю"),
        ("pupil", "Ученику"),
    ],
)
def test_the_own_instruction_comes_first(login, role, title):
    page = login(make_user(role)).get("/help/").text
    assert f"<h2>{title}</h2>" in page
    assert "Для других ролей" in page


def test_help_is_searched_and_linked_from_every_page(login):
    client = login(make_user("parent"))
    assert 'href="/help/?at=/attendance/report/"' in client.get("/attendance/report/").text
    page = client.get("/help/?at=/attendance/report/").text
    assert "О странице, с которой вы пришли" in page
    assert "Как сообщить, что ребёнок не придёт" in client.get("/help/?q=ПРИДЁТ").text
    assert "Ничего не найдено" in client.get("/help/?q=бегемот").text
    attack = client.get("/help/?q=<script>").text
    assert ('<script>"' in attack, "&lt;script&gt;" in attack) == (False, True)
    assert [client.get(f"/help/{name}").status_code for name in ("pupil", "..", "x")] == [
        200,
        404,
        404,
    ]


def test_staff_read_the_regulation_on_the_journal_here_and_families_do_not(login):
    admin, teacher, parent = (login(make_user(role)) for role in ("admin", "teacher", "parent"))
    assert 'href="/papers/add?section=rules"' in admin.get("/help/").text
    assert "/papers/add" not in teacher.get("/help/").text
    by = {"author_id": make_user("secretary"), "author_name": "Кто-то", "made_at": NOW}
    file = {"key": "a" * 40, "name": "П.pdf", "type": "application/pdf"}
    key = save(Paper(section=PaperSection.RULES, title="Положение 2026", **by, **file)).id
    link = f'href="/papers/{key}">Положение о журнале: Положение 2026</a>'
    assert [link in one.get("/help/").text for one in (admin, teacher, parent)] == [
        True,
        True,
        False,
    ]
