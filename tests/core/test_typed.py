"""What people type is cleaned on its way into a row, whatever the way [P7]."""

import pytest

from app.core.db import db
from app.core.text import in_lines, one_line
from app.journal.models import Homework
from app.people.models import Pupil
from app.timetable.models import Lesson
from tests import factories as make
from tests.journal.entries import as_actor

pytestmark = pytest.mark.req("P7")
STEERING, HALF = "\u202e\u200b\u00ad", "\ud800"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Абрамов", "Абрамов"),
        ("Иванов\r\nПетров", "Иванов Петров"),
        (" Анна\xa0Мария\t", "Анна Мария"),
        (f"Ива{STEERING}нов", "Иванов"),
        (f"7\x00А{HALF}\u2028", "7 А"),
        ("Ёж 🦔", "Ёж 🦔"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(typed, line):
    assert one_line(typed) == line


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("§ 1\r\n№ 2\r\tдома", "§ 1\n№ 2\n\tдома"),
        (f"a\x00b\x1b[31m{HALF}\x7f", "ab[31m"),
        ("👩‍🏫 «да»", "👩‍🏫 «да»"),
    ],
)
def test_a_text_keeps_its_lines_and_nothing_that_steers(typed, text):
    assert in_lines(typed) == text


def test_a_row_takes_clean_texts_only():
    pupil = Pupil(last_name="Иванов\nПетров", note="один\r\nдва\x00")
    assert (pupil.last_name, pupil.note) == ("Иванов Петров", "один\nдва")


def test_a_row_of_before_is_read_as_it_is(app, school):
    with db.engine.begin() as connection:
        connection.execute(Pupil.__table__.update().values(last_name="Иванов\nПетров"))
    db.session.expire_all()
    assert {pupil.last_name for pupil in db.session.scalars(db.select(Pupil))} == {"Иванов\nПетров"}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("entry", "stored"),
    [({"kind": "topic"}, "Дроби и числа"), ({"kind": "homework"}, "Дроби\nи числа")],
)
def test_what_is_typed_into_the_journal_is_stored_clean(school, login, entry, stored):
    """Half a letter comes as JSON only; no database could store it."""
    school.school.entry_days = 100_000
    db.session.commit()
    teacher = as_actor(school.teacher, "teacher")
    lesson = school.lessons[0]
    sent = {
        "entry": "6f1c7b0e-5a2e-4c57-9a86-0d6a3a0b1c11",
        "course": school.algebra.id,
        "lesson": lesson.id,
        "text": f"Дроби\r\nи\x00 числа{HALF}",
        "seen": 0,
        **entry,
    }
    browser = login(teacher.user_id)
    token = browser.get("/password/").text.split('name="csrf-token" content="')[1].split('"')[0]
    answer = browser.post(
        "/journal/entries",
        json={"person": teacher.user_id, "entries": [sent]},
        headers={"X-CSRFToken": token},
    )
    assert answer.json["results"][0]["status"] == 200
    homework = db.session.scalars(db.select(Homework.text)).first()
    assert (homework or db.session.get_one(Lesson, lesson.id).topic) == stored


@pytest.mark.parametrize("name", [" ", STEERING, "\t\r\n"])
def test_a_name_of_nothing_that_can_be_seen_is_refused(sqlite_app, login, name):
    browser = login(make.make_user("secretary"))
    token = browser.get("/password/").text.split('name="csrf-token" content="')[1].split('"')[0]
    sent = {"csrf_token": token, "last_name": name, "first_name": "Иван"}
    assert browser.post("/pupils/add", data=sent).status_code == 422
    assert db.session.scalars(db.select(Pupil)).all() == []
