"""The pages of announcements, of the staff room and of the forum [M2 M3]."""

import datetime as dt
from io import BytesIO

import pytest

from app.board.models import Announcement, ForumPost, ForumSection, Paper
from app.core import clock
from app.core.db import db
from app.messages.models import Notice
from tests.board.people import NOW, people_of

pytestmark = [pytest.mark.req("M2", "M3"), pytest.mark.usefixtures("sqlite_app")]

ATTACK = "<script>alert(1)</script>"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;"
PDF = b"%PDF-1.4 text\n%%EOF"


@pytest.fixture
def clients(school, login, monkeypatch):
    """Clients by the names of `people_of`; it is Thursday, 3 September 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return {name: login(who.user_id) for name, who in people_of(school).items()}


def send(client, path: str, **data):
    token = client.get("/notices/").text.split('name="csrf-token" content="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token, **data})


def announce(client, **values):
    day = NOW.date()
    span = {"starts": day.isoformat(), "ends": (day + dt.timedelta(days=7)).isoformat()}
    words = {"title": ATTACK, "text": ATTACK, "audience": "all"}
    return send(client, "/announcements/write", **{**words, **span, **values})


def test_an_announcement_is_on_the_first_page_and_its_html_is_text(clients):
    assert announce(clients["deputy"]).status_code == 302
    for path in (
        "/",
        "/announcements/",
        f"/announcements/{db.session.query(Announcement).one().id}",
    ):
        page = clients["pupil"].get(path).text
        assert (SAFE in page, ATTACK in page) == (True, False)


def test_a_class_teacher_may_choose_the_own_class_only(school, clients):
    head = clients["head"]
    form = head.get("/announcements/write").text
    assert ('value="all"' in form, ">7А<" in form, ">8Б<" in form) == (False, True, False)
    assert announce(head).status_code == 422
    assert announce(head, audience="classes").status_code == 422
    assert announce(head, audience="classes", classes=school.class_8b.id).status_code == 422
    assert db.session.query(Announcement).count() == 0
    own = {"audience": "classes", "classes": school.class_7a.id}
    assert announce(head, **own).status_code == 302
    row = db.session.query(Announcement).one()
    assert "Последний день раньше первого." in announce(head, **own, ends="2026-09-02").text
    changed = {"title": "Собрание", "text": "В 18.00", "starts": "2026-09-03", "ends": "2026-09-03"}
    path = f"/announcements/{row.id}"
    assert 'value="2026-09-10"' in head.get(f"{path}/change").text
    page = head.get(f"{path}/change").text
    assert ('name="version" type="hidden" value="1"' in page, "checked" in page) == (True, True)
    assert send(head, f"{path}/change", **changed, **own, version=1).status_code == 302
    late = send(head, f"{path}/change", **{**changed, "title": "Поход"}, **own, version=1)
    assert (late.status_code, "Сейчас сохранено: Собрание" in late.text) == (409, True)
    assert 'name="version" type="hidden" value="2"' in late.text
    assert "Собрание" in clients["parent"].get("/announcements/").text
    assert send(head, f"{path}/withdraw").status_code == 302
    assert "Сейчас объявлений нет." in clients["parent"].get("/announcements/").text
    assert "отозвано" in head.get("/announcements/?kept=1").text
    told = head.get(path).text
    assert f"Заголовок: {SAFE} → Собрание" in told
    assert "Что менялось" not in clients["pupil"].get(path).text


def test_an_author_is_told_who_has_withdrawn_the_announcement(school, clients):
    head, own = clients["head"], {"audience": "classes", "classes": school.class_7a.id}
    announce(head, **own)
    path = f"/announcements/{db.session.query(Announcement).one().id}"
    send(clients["deputy"], f"{path}/withdraw")
    assert "Разместить снова" not in head.get("/announcements/?kept=1").text
    assert "Разместить снова" in clients["deputy"].get("/announcements/?kept=1").text
    refused = head.get(f"{path}/change")
    assert (refused.status_code, "Объявление отозвал(а)" in refused.text) == (403, True)


def put(client, title="Приказ № 5", data=PDF, **values):
    upload = (BytesIO(data), "Приказ.pdf")
    words = {"title": title, "section": "order", "must_read": "y", "upload": upload}
    return send(client, "/papers/add", **{**words, **values})


def test_a_document_is_put_read_and_reminded_of(clients):
    office, teacher = clients["secretary"], clients["teacher"]
    assert put(office, ATTACK).status_code == 302
    path = f"/papers/{db.session.query(Paper).one().id}"
    assert "1 документ для ознакомления" in teacher.get("/").text
    page = teacher.get(path).text
    assert (SAFE in page, ATTACK in page, "Ещё не ознакомились" in page) == (True, False, False)
    answer = teacher.get(f"{path}/file")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert "Ещё не ознакомились: 2" in office.get(path).text
    send(teacher, f"{path}/read")
    assert "Вы ознакомились: 03.09.2026" in teacher.get(path).text
    assert "Ещё не ознакомились: 1" in office.get(path).text
    assert (
        "Напоминание получил 1 человек." in office.get(send(office, f"{path}/remind").location).text
    )
    assert "Сегодня все уже получили" in office.get(send(office, f"{path}/remind").location).text
    assert db.session.query(Notice).count() == 1
    send(office, f"{path}/withdraw")
    assert [teacher.get(at).status_code for at in (path, f"{path}/file")] == [404, 404]


@pytest.mark.parametrize("values", [{"data": b"MZ program"}, {"title": ""}, {"section": "x"}])
def test_what_is_wrong_with_a_document_stands_at_its_field(clients, values):
    answer = put(clients["deputy"], **values)
    assert (answer.status_code, 'class="fault"' in answer.text) == (422, True)
    assert db.session.query(Paper).count() == 0


def test_a_topic_is_begun_answered_moderated_and_closed(clients):
    deputy, parent, pupil = clients["deputy"], clients["parent"], clients["pupil"]
    words = {"title": "Беседа", "about": ATTACK, "audience": "all"}
    section = send(deputy, "/forum/sections/add", **words).location
    topic = send(parent, section, title=ATTACK, text=ATTACK).location
    for page in (pupil.get("/forum/").text, pupil.get(section).text, pupil.get(topic).text):
        assert (SAFE in page, ATTACK in page) == (True, False)
    assert send(pupil, topic, text="Ответ <b>").status_code == 302
    assert SAFE in pupil.get("/forum/?q=ALERT").text
    _first, second = db.session.query(ForumPost).order_by(ForumPost.id)
    assert (
        "Напишите причину"
        in deputy.get(send(deputy, f"/forum/posts/{second.id}/hide").location).text
    )
    send(deputy, f"/forum/posts/{second.id}/hide", reason="Не по <i>теме")
    assert "Не по &lt;i&gt;теме" in pupil.get(topic).text
    assert "Ответ &lt;b&gt;" not in parent.get(topic).text
    send(deputy, f"/forum/posts/{second.id}/hide", show="")
    assert "Ответ &lt;b&gt;" in parent.get(topic).text
    send(deputy, f"{topic}/close", closed="1")
    answer = send(parent, topic, text="Ещё")
    assert (answer.status_code, "Тема закрыта" in answer.text) == (422, True)


def test_a_section_is_changed_and_a_second_of_the_same_name_refused(clients):
    deputy = clients["deputy"]
    words = {"title": "Беседа", "about": "", "audience": "all"}
    path = send(deputy, "/forum/sections/add", **words).location
    key = path.rsplit("/", 1)[1]
    assert send(deputy, "/forum/sections/add", **words).status_code == 422
    assert 'value="Беседа"' in deputy.get(f"/forum/sections/{key}").text
    send(deputy, f"/forum/sections/{key}", **{**words, "audience": "staff"})
    assert db.session.query(ForumSection).one().audience == "staff"
    assert clients["parent"].get(path).status_code == 404


def test_every_page_has_its_empty_state(clients):
    words = {
        "/announcements/": "Сейчас объявлений нет.",
        "/announcements/?kept=1": "Вы пока ничего не объявляли.",
        "/papers/": "Документов пока нет.",
        "/papers/?q=а": "Ничего не найдено.",
        "/forum/": "Разделов пока нет",
        "/forum/?q=а": "Ничего не найдено.",
    }
    assert {path: text in clients["deputy"].get(path).text for path, text in words.items()} == (
        dict.fromkeys(words, True)
    )


@pytest.mark.parametrize("rows", [1, 4])
def test_statements_do_not_grow(clients, statements, rows):
    deputy = clients["deputy"]
    section = {"title": "Беседа", "about": "", "audience": "all"}
    at = send(deputy, "/forum/sections/add", **section).location
    for number in range(rows):
        announce(deputy)
        put(deputy)
        topic = send(deputy, at, title=f"Тема {number}", text="Т").location
        send(deputy, topic, text="О")
    found = {}
    paper = f"/papers/{db.session.query(Paper.id).first()[0]}"
    for path in ("/announcements/", "/papers/", paper, "/forum/", at, topic, "/forum/?q=о"):
        sent = statements()
        deputy.get(path)
        found[path.replace(at, "at").replace(topic, "topic")] = len(sent)
    assert list(found.values()) == EXPECTED


EXPECTED = [4, 4, 6, 4, 7, 6, 6]
