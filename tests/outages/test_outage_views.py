"""Pages of outages: the desk, registration, one outage, the transfer screen [U3]."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.journal.models import Mark
from app.outages.enums import TransferState
from app.outages.models import JournalSheet, Outage, ServerGap, Transfer
from tests import factories as make
from tests.outages.scene import NOW, facts, moment, registered

pytestmark = pytest.mark.req("U3")

ROLES = ("admin", "director", "deputy", "secretary", "class_teacher", "teacher", "pupil", "parent")


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    """It is the morning of 2 September 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def outage(sqlite_app, school):
    school.lessons[0].topic = "Дроби"
    db.session.commit()
    return registered()


@pytest.fixture
def person(login, school):
    """`person(role, staff)` is a client of somebody with the role."""

    def enter(role, staff=None):
        user = make.make_user(role)
        if staff:
            staff.user_id = user
            make.save(staff)
        client = login(user)
        client.user = user
        return client

    return enter


def token(client):
    return client.get("/").text.split('name="csrf-token" content="')[1].split('"')[0]


def post(client, path, **data):
    return client.post(path, data={"csrf_token": token(client), **data})


def texts(page):
    """The page without its markup."""
    inside = re.sub(r"<(script|style|template).*?</\1>", "", page.text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def screen(outage, course):
    return f"/outages/transfer/{outage.id}/{course.id}"


@pytest.mark.req("P4", "P5")
@pytest.mark.parametrize("role", ROLES)
def test_who_opens_the_pages(school, outage, person, role):
    staff = {"class_teacher": school.head, "teacher": school.teacher}.get(role)
    client = person(role, staff)
    sees = role in {"admin", "director", "deputy", "class_teacher", "teacher"}
    manages = role in {"admin", "deputy"}
    for path, allowed in (
        ("/outages/", sees),
        (f"/outages/outage/{outage.id}", sees),
        (screen(outage, school.algebra), sees),
        ("/outages/all/list/", sees),
        ("/outages/lessons/list/", sees),
        ("/outages/register", manages),
        (f"/outages/outage/{outage.id}/edit", manages),
    ):
        assert (path, client.get(path).status_code) == (path, 200 if allowed else 403)


def test_a_teacher_sees_the_own_lessons_only(school, outage, person):
    client = person("teacher", school.teacher)
    page = texts(client.get(f"/outages/outage/{outage.id}"))
    assert ["Алгебра" in page, "Английский" in page, "Химия" in page] == [True, False, False]
    assert client.get(screen(outage, school.foreign)).status_code == 404
    assert client.get(screen(outage, school.english)).status_code == 404
    rows = client.get("/outages/lessons/list/").text
    assert [name in rows for name in ("Алгебра", "Химия")] == [True, False]


def test_the_desk_tells_the_own_lessons_with_their_term(school, outage, person):
    page = texts(person("teacher", school.teacher).get("/outages/"))
    assert "7А, Алгебра 1 (01.09) 03.09.2026" in page


def test_what_is_late_is_told_to_the_deputy(school, outage, person, monkeypatch):
    client = person("deputy")
    assert "Просроченных нет" in texts(client.get("/outages/"))
    monkeypatch.setattr(clock, "now", lambda: moment(9, day=4))
    page = texts(client.get("/outages/"))
    assert "7А, Алгебра Иванова А. П. 1 (01.09) 03.09.2026 просрочено" in page
    assert "Просроченных нет" not in page


def test_the_lessons_are_shown_before_an_outage_is_saved(sqlite_app, school, person):
    client = person("deputy")
    given = {"starts": "2026-09-01T10:45", "ends": "2026-09-01T15:00", "reason": "Сеть"}
    page = post(client, "/outages/register", look="1", **given)
    assert (page.status_code, "Английский язык (1 группа)" in page.text) == (200, True)
    assert "Алгебра" not in page.text
    assert db.session.scalars(select(Outage)).all() == []
    answer = post(client, "/outages/register", save="1", **given)
    outage = db.session.scalars(select(Outage)).one()
    assert answer.headers["Location"].endswith(f"/outages/outage/{outage.id}")
    assert outage.starts == moment(10, 45)


def test_a_wrong_outage_is_told_at_its_field(sqlite_app, school, person):
    client = person("deputy")
    given = {"starts": "2026-09-01T15:00", "ends": "2026-09-01T10:00", "reason": "Сеть"}
    page = post(client, "/outages/register", save="1", **given)
    assert (page.status_code, "Конец должен быть позже начала" in page.text) == (422, True)


def test_a_silence_of_the_server_is_proposed_and_prefills_the_form(sqlite_app, school, person):
    gap = make.save(ServerGap(starts=moment(9, 10), ends=moment(10, 25)))
    client = person("admin")
    assert "Сервер не работал 01.09.2026 с 09:10 до 10:25." in texts(client.get("/outages/"))
    address = f"/outages/register?gap={gap.id}"
    form = client.get(address).text
    assert 'value="2026-09-01T09:10"' in form
    given = {"starts": "2026-09-01T09:10", "ends": "2026-09-01T10:25", "reason": "Сервер"}
    post(client, address, save="1", **given)
    db.session.expire_all()
    assert db.session.get(ServerGap, gap.id).outage_id is not None
    other = make.save(ServerGap(starts=moment(11), ends=moment(12)))
    post(client, f"/outages/gap/{other.id}/dismiss")
    assert "Сервер не работал" not in texts(client.get("/outages/"))


def test_an_outage_is_changed_closed_and_reopened_by_its_buttons(school, outage, person):
    client = person("deputy")
    page = post(client, f"/outages/outage/{outage.id}/close")
    assert (page.status_code, "Ещё не перенесено: 7А, Алгебра (1)." in page.text) == (422, True)
    for row in db.session.scalars(select(Transfer)):
        row.state = TransferState.NOT_HELD
    db.session.commit()
    assert post(client, f"/outages/outage/{outage.id}/close").status_code == 302
    assert "Закрыт 02.09.2026" in texts(client.get(f"/outages/outage/{outage.id}"))
    assert post(client, f"/outages/outage/{outage.id}/reopen").status_code == 302
    given = {"starts": "2026-09-01T08:00", "ends": "2026-09-01T16:00", "reason": "Дольше"}
    assert post(client, f"/outages/outage/{outage.id}/edit", save="1", **given).status_code == 302
    assert post(client, f"/outages/outage/{outage.id}/burn").status_code == 404


def test_the_screen_is_laid_out_as_the_sheet(school, outage, person):
    second = make.make_lesson(school.algebra, dt.date(2026, 9, 1), 4)
    make.save(Transfer(outage_id=outage.id, lesson=second))
    page = person("teacher", school.teacher).get(screen(outage, school.algebra)).text
    assert re.findall(r'class="dayname">([^<]+)<', page) == ["сентябрь"]
    assert re.findall(r'<span class="date">(\d+)</span>', page) == ["1", "1"]
    assert re.findall(r'<th scope="row" class="name">([^<]+)<', page) == [
        "1. Абрамов Иван",
        "2. Ёлкин Иван",
        "3. Жуков Иван",
    ]
    lessons = {str(school.lessons[0].id), str(second.id)}
    assert set(re.findall(r'data-lesson="(\d+)"', page)) == lessons


def test_only_pupils_of_the_subgroup_stand_on_its_sheet(school, outage, person):
    page = person("teacher", school.other).get(screen(outage, school.english)).text
    assert re.findall(r'<th scope="row" class="name">\d+\. (\w+)', page) == ["Абрамов", "Ёлкин"]


def enter(client, path, lesson, pupil, text="5"):
    entry = {
        "entry": str(uuid4()),
        "kind": "cell",
        "course": lesson.course_id,
        "lesson": lesson.id,
        "pupil": pupil.id,
        "text": text,
        "seen": 0,
    }
    answer = client.post(
        path,
        json={"person": client.user, "entries": [entry]},
        headers={"X-CSRFToken": token(client)},
    )
    return answer.get_json()["results"][0] if answer.status_code == 200 else answer.status_code


@pytest.mark.req("J9")
def test_an_entry_from_paper_has_the_sheet_in_its_history(school, outage, person):
    sheet = make.save(JournalSheet(course_id=school.algebra.id, printed_at=NOW))
    client, lesson = person("teacher", school.teacher), school.lessons[0]
    path = f"{screen(outage, school.algebra)}/entries?sheet={sheet.number}"
    assert enter(client, path, lesson, school.pupils[0])["status"] == 200
    history = client.get(
        f"/journal/history?kind=cell&course={lesson.course_id}&lesson={lesson.id}"
        f"&pupil={school.pupils[0].id}"
    )
    assert f"временный журнал, лист № {sheet.number}" in history.text
    ways = db.session.scalars(select(AuditEntry.way).where(AuditEntry.table_name == "mark")).all()
    assert ways == [f"temporary {sheet.number}"]


def test_what_does_not_belong_to_the_sheet_is_refused_with_a_reason(school, outage, person):
    client = person("teacher", school.teacher)
    path = f"{screen(outage, school.algebra)}/entries"
    refused = enter(client, path, school.lessons[1], school.pupils[0])
    assert (refused["status"], refused["error"]) == (422, "Этого урока нет в списке сбоя.")
    db.session.get(Outage, outage.id).closed_at = NOW
    db.session.commit()
    refused = enter(client, path, school.lessons[0], school.pupils[0])
    assert refused["error"] == "Сбой закрыт: эти уроки правят в журнале."
    assert db.session.scalars(select(Mark)).all() == []


@pytest.mark.req("P2", "P4")
@pytest.mark.parametrize(
    ("role", "status"),
    [("teacher", 403), ("deputy", 403), ("admin", 403), ("director", 403), ("parent", 403)],
)
def test_others_enter_nothing(school, outage, person, role, status):
    client = person(role, school.other if role == "teacher" else None)
    path = f"{screen(outage, school.algebra)}/entries"
    answer = enter(client, path, school.lessons[0], school.pupils[0])
    assert (answer if isinstance(answer, int) else answer["status"]) == status
    assert db.session.scalars(select(Mark)).all() == []


def test_somebody_else_at_the_same_browser_sends_nothing(school, outage, person):
    client = person("teacher", school.teacher)
    client.user += 1
    path = f"{screen(outage, school.algebra)}/entries"
    assert enter(client, path, school.lessons[0], school.pupils[0]) == 403


def test_a_lesson_is_settled_by_its_buttons(school, outage, person):
    client, path = person("teacher", school.teacher), screen(outage, school.algebra)
    lesson = school.lessons[0].id
    assert post(client, f"{path}/lessons", lesson=lesson, deed="done").status_code == 302
    page = texts(client.get(path))
    assert re.search(r"перенесён [^,]+, 02.09.2026 09:00", page)
    assert post(client, f"{path}/lessons", lesson=lesson, deed="back").status_code == 302
    refused = post(client, f"{path}/lessons", lesson=lesson, deed="not_held", reason="Карантин")
    assert (refused.status_code, "В уроке есть записи" in refused.text) == (422, True)
    assert post(client, f"{path}/lessons", deed="done").status_code == 404
    wrong = post(client, f"{path}/lessons", lesson=lesson, deed="done", sheet="999")
    assert (wrong.status_code, "Листа № 999 этого курса нет" in wrong.text) == (422, True)


def test_a_whole_sheet_is_settled_at_once(school, outage, person):
    second = make.make_lesson(school.algebra, dt.date(2026, 9, 1), 4, topic="Дроби")
    make.save(Transfer(outage_id=outage.id, lesson=second))
    client, path = person("teacher", school.teacher), screen(outage, school.algebra)
    lessons = re.findall(r'name="lesson" value="(\d+)"', client.get(path).text)
    assert set(lessons) == {str(school.lessons[0].id), str(second.id)}
    assert post(client, f"{path}/lessons", lesson=lessons[:2], deed="done").status_code == 302
    page = texts(client.get(path))
    assert "На этом листе всё перенесено." in page


def test_the_sheet_that_was_printed_last_is_chosen(school, outage, person):
    client, path = person("teacher", school.teacher), screen(outage, school.algebra)
    assert 'name="sheet" inputmode="numeric" maxlength="9" value=""' in client.get(path).text
    span = {"first": dt.date(2026, 9, 1), "last": dt.date(2026, 9, 5)}
    sheet = make.save(JournalSheet(course_id=school.algebra.id, printed_at=NOW, **span))
    assert f'maxlength="9" value="{sheet.number}"' in client.get(path).text
    assert "Листа № 999 этого курса нет" in texts(client.get(f"{path}?sheet=999"))


def test_a_qr_code_leads_to_the_transfer(school, outage, person):
    span = {"first": dt.date(2026, 9, 1), "last": dt.date(2026, 9, 5)}
    sheet = make.save(JournalSheet(course_id=school.algebra.id, printed_at=NOW, **span))
    page = person("teacher", school.teacher).get(f"/outages/sheet/{sheet.number}").text
    assert f"{screen(outage, school.algebra)}?sheet={sheet.number}" in page


def test_closed_outages_are_read_only(school, outage, person):
    db.session.get(Outage, outage.id).closed_at = NOW
    db.session.commit()
    page = person("teacher", school.teacher).get(screen(outage, school.algebra))
    assert "Сбой закрыт: эти уроки правят в журнале." in texts(page)
    assert 'name="deed"' not in page.text


@pytest.mark.parametrize(
    ("path", "count"),
    [("/outages/", 10), ("/outages/outage/{id}", 9), ("/outages/transfer/{id}/{course}", 17)],
)
def test_pages_need_the_same_statements_whatever_the_size(
    school, outage, person, statements, path, count
):
    client = person("deputy")
    address = path.format(id=outage.id, course=school.algebra.id)
    client.get(address)
    counts = []
    for number in range(2):
        listening = statements()
        client.get(address)
        counts.append(len(listening))
        for hour in range(5):
            lesson = make.make_lesson(school.algebra, dt.date(2026, 9, 1), 5 + hour + 5 * number)
            make.save(Transfer(outage_id=outage.id, lesson=lesson))
        registered(facts(moment(20, day=1), moment(20, 5, day=1)))
    assert counts == [count, count]


def test_an_entry_from_paper_needs_two_statements_more_than_on_the_page(
    school, outage, person, statements
):
    """Whose sheet it is, once a request, and whether the lesson is on the list."""
    client, lesson = person("teacher", school.teacher), school.lessons[0]
    sheet = make.save(JournalSheet(course_id=school.algebra.id, printed_at=NOW))
    paths = (
        "/journal/entries",
        f"{screen(outage, school.algebra)}/entries?sheet={sheet.number}",
    )
    counts = []
    for path, pupil in zip(paths, school.pupils, strict=False):
        enter(client, path, lesson, school.pupils[2])
        listening = statements()
        enter(client, path, lesson, pupil)
        counts.append(len(listening))
    assert counts[1] - counts[0] == 2
