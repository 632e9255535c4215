import datetime as dt
import re

import pytest

from app.core.db import db, unit_of_work
from app.jobs.running import do_next
from app.outages.models import JournalSheet
from app.outages.operations.sheets import record_empty_sheets, record_sheets
from tests import factories as make
from tests.paper import page_texts

FIRST, LAST = "2026-09-01", "2026-09-05"
NOW = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC)
URL = "/outages/forms/"


def person(login, role, staff=None):
    """A client logged in with the role, as that member of staff."""
    user_id = make.make_user(role)
    if staff:
        staff.user_id = user_id
        make.save(staff)
    return login(user_id)


def staff_of(school, role):
    return {"class_teacher": school.head, "teacher": school.teacher}.get(role)


def sent(client, address="print", **values):
    """The form of the page, sent."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(URL).text)
    chosen = {"what": "all", "filling": "filled", "first": FIRST, "last": LAST, "paper": "a4l"}
    data = {"csrf_token": token and token[1], **chosen, "count": "1", **values}
    return client.post(f"{URL}{address}", data=data)


def text_of(answer):
    return " ".join(" ".join(page_texts(answer.data)).split())


@pytest.mark.req("U1", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (
            "admin",
            ["Вся школа", "7А", "8Б", "7А, Алгебра", "7А, Английский язык (1 группа)", "8Б, Химия"],
        ),
        (
            "director",
            ["Вся школа", "7А", "8Б", "7А, Алгебра", "7А, Английский язык (1 группа)", "8Б, Химия"],
        ),
        ("class_teacher", ["Все мои курсы", "7А", "7А, Алгебра", "7А, Английский язык (1 группа)"]),
        ("teacher", ["Все мои курсы", "7А", "7А, Алгебра"]),
        ("secretary", None),
        ("pupil", None),
        ("parent", None),
    ],
)
def test_the_page_offers_what_the_person_may_print(sqlite_app, school, login, role, offered):
    page = person(login, role, staff_of(school, role)).get(URL)
    assert page.status_code == (200 if offered else 403)
    if offered:
        choice = re.search(r'<select[^>]*id="what".*?</select>', page.text, re.DOTALL)[0]
        assert re.findall(r"<option[^>]*>([^<]+)<", choice) == offered


@pytest.mark.req("U1")
def test_a_teacher_without_courses_is_told_so(sqlite_app, school, login):
    page = person(login, "teacher", make.make_staff("Новая")).get(URL)
    assert "Сейчас за вами нет курсов" in page.text


@pytest.mark.req("U1")
def test_one_course_comes_as_a_file(sqlite_app, school, login):
    client = person(login, "teacher", school.teacher)
    answer = sent(client, what=f"course-{school.algebra.id}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = text_of(answer)
    assert ["Алгебра" in text, "Абрамов Иван" in text, "Английский" in text] == [True, True, False]


@pytest.mark.req("U1", "P2")
def test_the_file_of_a_foreign_course_or_class_cannot_be_had(sqlite_app, school, login):
    client = person(login, "teacher", school.teacher)
    foreign = (
        f"course-{school.english.id}",
        f"course-{school.foreign.id}",
        f"class-{school.class_8b.id}",
        "course-99999",
        "class-",
        "nonsense",
    )
    for what in foreign:
        answer = sent(client, what=what)
        assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert db.session.query(JournalSheet).count() == 0


@pytest.mark.req("U1", "P2")
def test_everything_of_a_teacher_is_the_own_courses_only(sqlite_app, school, login):
    text = text_of(sent(person(login, "teacher", school.teacher)))
    subjects = ("Алгебра", "Английский", "Химия", "Чужой")
    assert [name in text for name in subjects] == [True, False, False, False]


@pytest.mark.req("U1")
def test_the_whole_school_is_one_file(sqlite_app, school, login):
    answer = sent(person(login, "director"))
    text = text_of(answer)
    assert [name in text for name in ("Алгебра", "Английский", "Химия", "Чужой")] == [True] * 4
    assert len(page_texts(answer.data)) == 6


@pytest.mark.req("U1")
def test_many_classes_are_printed_as_long_work(sqlite_app, school, login):
    for name in ("9А", "9Б"):
        make.make_course(make.make_class(school.year, name), school.algebra.subject)
    client = person(login, "deputy")
    page = sent(client).location
    assert do_next()
    assert client.get(f"{page}/state").json["label"] == "Выполнено"
    texts = page_texts(client.get(f"{page}/file").data)
    assert [[name in text for text in texts].count(True) for name in ("7А", "9Б")] == [4, 2]
    few = sent(person(login, "teacher", school.teacher))
    assert (few.status_code, few.mimetype) == (200, "application/pdf")


@pytest.mark.req("U1")
def test_blank_sheets_for_any_class(sqlite_app, school, login):
    client = person(login, "teacher", school.teacher)
    answer = sent(client, filling="empty", count="3")
    assert len(page_texts(answer.data)) == 6
    assert "Абрамов" not in text_of(answer)
    assert sent(client, filling="empty", count="51").status_code == 422


@pytest.mark.req("U1")
@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2026-09-05", "2026-09-01", "Окончание раньше начала."),
        ("2026-09-01", "2026-12-31", "Выберите не более 62 дней."),
    ],
)
def test_a_wrong_span_is_refused_at_its_field(sqlite_app, school, login, first, last, text):
    client = person(login, "admin")
    answer = sent(client, first=first, last=last)
    assert (answer.status_code, text in answer.text) == (422, True)


@pytest.mark.req("U1")
def test_days_without_any_course_of_the_year_say_so(sqlite_app, school, login):
    answer = sent(person(login, "admin"), first="2024-09-01", last="2024-09-05")
    assert answer.status_code == 404


@pytest.mark.req("U2")
def test_the_folder_is_filled_from_the_page(sqlite_app, school, login, tmp_path):
    sqlite_app.config["FORMS_DIR"] = str(tmp_path)
    client = person(login, "deputy")
    assert str(tmp_path) in client.get(URL).text
    page = sent(client, "folder").location
    assert do_next()
    assert client.get(f"{page}/state").json["words"] == "Записано 2 файла."
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.req("U2", "P2")
@pytest.mark.parametrize("role", ["director", "class_teacher", "teacher"])
def test_the_folder_is_not_everybodys(sqlite_app, school, login, tmp_path, role):
    sqlite_app.config["FORMS_DIR"] = str(tmp_path)
    client = person(login, role, staff_of(school, role))
    assert "Записать в папку" not in client.get(URL).text
    assert sent(client, "folder").status_code == 403
    assert do_next() is False
    assert list(tmp_path.iterdir()) == []


@pytest.mark.req("U1", "P2", "P5")
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("admin", 200),
        ("deputy", 200),
        ("class_teacher", 200),
        ("teacher", 404),
        ("secretary", 403),
        ("parent", 403),
    ],
)
def test_the_code_of_a_sheet_opens_its_lessons(sqlite_app, school, login, role, status):
    client = person(login, role, staff_of(school, role))
    with unit_of_work(way="page", actor=make.actor("admin")):
        numbers = record_sheets(
            make.actor("admin"),
            course_ids=[school.english.id],
            first=dt.date(2026, 9, 1),
            last=dt.date(2026, 9, 5),
            now=NOW,
        )
    page = client.get(f"/outages/sheet/{numbers[school.english.id]}")
    journal = f"/journal/course/{school.english.id}?period={school.periods[0].id}"
    told = [text in page.text for text in ("7А, Английский язык (1 группа)", "01.09.2026", journal)]
    assert (page.status_code, told) == (status, [status == 200] * 3)


@pytest.mark.req("U1")
def test_a_blank_sheet_and_an_unknown_one(sqlite_app, school, login):
    client = person(login, "teacher", school.teacher)
    with unit_of_work(way="page", actor=make.actor("admin")):
        (number,) = record_empty_sheets(make.actor("admin"), count=1, now=NOW)
    assert "не закреплённый за курсом" in client.get(f"/outages/sheet/{number}").text
    assert client.get(f"/outages/sheet/{number + 1}").status_code == 404


@pytest.mark.req("U1")
def test_the_page_takes_five_statements(sqlite_app, school, login, statements):
    client = person(login, "admin")
    sent(client)
    counted = statements()
    client.get(URL)
    page = len(counted)
    for name in ("9А", "9Б", "9В"):
        make.make_course(make.make_class(school.year, name), school.algebra.subject)
    counted.clear()
    client.get(URL)
    assert (page, len(counted)) == (5, 5)


@pytest.mark.req("U1", "P2")
@pytest.mark.parametrize(
    ("role", "courses"),
    [
        ("deputy", ["8Б, Химия", "7А, Английский язык (1 группа)", "7А, Алгебра"]),
        ("class_teacher", ["7А, Английский язык (1 группа)", "7А, Алгебра"]),
        ("teacher", ["7А, Алгебра"]),
    ],
)
def test_the_list_of_sheets_follows_the_journals(sqlite_app, school, login, role, courses):
    client = person(login, role, staff_of(school, role))
    with unit_of_work(way="page", actor=make.actor("admin")):
        record_sheets(
            make.actor("admin"),
            course_ids=[school.algebra.id, school.english.id, school.foreign.id],
            first=dt.date(2026, 9, 1),
            last=dt.date(2026, 9, 5),
            now=NOW,
        )
    lines = client.get("/outages/sheets/export").text.splitlines()[1:]
    assert [line.split(";")[1] for line in lines] == courses
    link = f'<a href="/outages/sheet/{lines[-1].split(";")[0]}">'
    assert link in client.get("/outages/sheets/list/").text
