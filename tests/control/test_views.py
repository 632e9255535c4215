"""Pages of control: who sees what, and down to the page that mends it [K1 K2 K3]."""

import datetime as dt

import pytest

from app.control.enums import Looked, RemarkState, Way
from app.control.models import Inspection, Remark, ReminderChoice, Term
from app.core import clock
from app.core.db import db
from app.journal.models import Homework
from tests.control.scene import moment
from tests.factories import make_user, save

SEPTEMBER = "first=2026-09-01&last=2026-09-30"


@pytest.fixture
def later(monkeypatch):
    """It is noon of 10 September 2026 at the school."""
    monkeypatch.setattr(clock, "now", lambda: moment(10))


@pytest.fixture
def client(login):
    def enter(role, person=None):
        user_id = make_user(role)
        if person is not None:
            person.user_id = user_id
            save(person)
        return login(user_id)

    return enter


def post(client, path, **data):
    """Send a form with the token of its page."""
    text = client.get("/control/reminders/").text
    token = text.split('name="csrf-token" content="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token, **data})


@pytest.mark.req("K1")
def test_a_deputy_sees_the_whole_school_and_goes_down_to_the_lesson(app, school, later, client):
    deputy = client("deputy")
    page = deputy.get(f"/control/?{SEPTEMBER}")
    assert page.status_code == 200
    assert ("8Б" in page.text, "Урок не заполнен в тот же день" in page.text) == (True, True)
    untraced = "мало отметок для итога; итог не обоснован; отставание от КТП. Они"
    assert f"по этим срокам видно только то, что просрочено сейчас, — {untraced}" in page.text
    items = deputy.get(f"/control/items/now?{SEPTEMBER}&check=lesson-not-filled")
    place = f"/journal/course/{school.algebra.id}?day=2026-09-02"
    assert place in items.text
    assert deputy.get(place).status_code == 200


@pytest.mark.req("K1", "P2", "P3")
@pytest.mark.parametrize(
    ("who", "seen", "hidden"),
    [
        ("teacher", ["Алгебра"], ["Химия", "Английский"]),
        ("head", ["Алгебра", "Английский"], ["Химия"]),
        ("other", ["Химия", "Английский"], ["Алгебра"]),
    ],
)
def test_others_see_the_own_class_and_the_own_lessons(school, later, client, who, seen, hidden):
    client("deputy").get(f"/control/?{SEPTEMBER}")  # the whole school is remembered now
    own = client("class_teacher" if who == "head" else "teacher", getattr(school, who))
    board, items = (own.get(f"/control/{path}?{SEPTEMBER}").text for path in ("", "items/now"))
    assert [word for word in (*seen, *hidden) if word in items] == seen
    assert [word for word in hidden if word in board] == []


@pytest.mark.req("K1")
@pytest.mark.parametrize("role", ["pupil", "parent", "secretary"])
def test_nobody_else_sees_the_dashboard(school, client, role):
    answer = client(role).get("/control/")
    assert answer.status_code in {302, 403}


@pytest.mark.req("K1")
def test_what_is_mended_is_gone_at_the_next_look(school, later, client):
    deputy = client("deputy")
    path = f"/control/items/now?{SEPTEMBER}&check=homework-late"
    before = deputy.get(path).text
    save(Homework(lesson=school.lessons[0], text="№ 5", set_at=moment(10)))
    after = deputy.get(path).text
    first = f"/journal/course/{school.algebra.id}?day=2026-09-01"
    assert (first in before, first in after) == (True, False)


@pytest.mark.req("K1")
def test_the_second_look_asks_for_little(school, later, client, statements):
    deputy = client("deputy")
    deputy.get(f"/control/?{SEPTEMBER}")
    sent = statements()
    deputy.get(f"/control/?{SEPTEMBER}")
    assert len(sent) == 5


@pytest.mark.req("K1")
@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_the_figures_are_a_file_too(school, later, client, ending):
    answer = client("deputy").get(f"/reports/control/{ending}?{SEPTEMBER}")
    assert (answer.status_code, answer.data[:2]) == (200, b"%P" if ending == "pdf" else b"PK")


@pytest.mark.req("K1", "K3")
def test_a_teacher_sees_what_waits_the_nearest_term_first(school, later, client):
    teacher = client("teacher", school.teacher)
    home, mine = teacher.get("/").text, teacher.get("/control/mine").text
    for text in (home, mine):
        assert "Урок не заполнен в тот же день" in text
        assert "Химия" not in text
    first, second = (mine.index(f"day=2026-09-0{day}") for day in (1, 2))
    assert second < first


@pytest.mark.req("K1")
def test_the_school_sets_its_terms(school, later, client):
    deputy = client("deputy")
    form = {"homework-late-on": "1", "homework-late": "30"}
    numbers = {"lesson-not-filled": "0", "work-not-marked": "7", "period-results": "7"}
    rest = {"few-marks": "14", "plan-lag": "3"}
    refused = post(deputy, "/control/terms/", **{**form, **numbers, **rest, "plan-lag": "99"})
    assert (refused.status_code, "число от 1 до 30" in refused.text) == (422, True)
    assert post(deputy, "/control/terms/", **{**form, **numbers, **rest}).status_code == 302
    stored = {row.check: (row.watched, row.number) for row in db.session.scalars(db.select(Term))}
    assert stored["homework-late"] == (True, 30)
    assert stored["lesson-not-filled"] == (False, 0)
    text = deputy.get(f"/control/?{SEPTEMBER}").text
    assert ("Урок не заполнен" in text, "Домашнее задание задано поздно" in text) == (False, True)


@pytest.mark.req("K1")
def test_a_director_looks_at_terms_only(school, later, client):
    director = client("director")
    assert director.get("/control/terms/").status_code == 200
    assert post(director, "/control/terms/").status_code in {302, 403}
    assert db.session.scalars(db.select(Term)).all() == []


def begun(deputy, school) -> int:
    data = {
        "course_id": str(school.algebra.id),
        "first": "2026-09-01",
        "last": "2026-09-09",
        "looked": ["topics", "marks"],
    }
    answer = post(deputy, "/control/inspections/begin", **data)
    assert answer.status_code == 302
    return db.session.scalars(db.select(Inspection.id)).one()


@pytest.mark.req("K2")
def test_a_check_goes_from_remark_over_answer_to_closing(app, school, later, client):
    deputy, teacher = client("deputy"), client("teacher", school.teacher)
    key = begun(deputy, school)
    walk = f"/control/inspections/{key}"
    remark = {
        "course_id": school.algebra.id,
        "lesson_id": school.lessons[0].id,
        "pupil_id": school.pupils[0].id,
        "about": "topics",
        "text": "Нет темы урока",
    }
    assert post(deputy, f"{walk}/remarks", **remark).status_code == 302
    page = deputy.get(walk).text
    assert ("Нет темы урока" in page, "Абрамов" in page) == (True, True)
    row = db.session.scalars(db.select(Remark)).one()
    assert (row.staff_id, row.about, row.state) == (
        school.teacher.id,
        Looked.TOPICS,
        RemarkState.OPEN,
    )
    refused = post(deputy, f"{walk}/close")
    assert (refused.status_code, "осталось: 1" in refused.text) == (422, True)
    assert "1 замечание к вашим журналам" in teacher.get("/").text
    empty = post(teacher, f"/control/remarks/{row.id}/answer", text="")
    assert empty.status_code == 422
    done = post(teacher, f"/control/remarks/{row.id}/answer", mended="1")
    assert done.status_code == 302
    assert "С тех пор здесь ничего не изменено" in deputy.get(walk).text
    assert post(deputy, f"{walk}/remarks/{row.id}/close").status_code == 302
    assert post(deputy, f"{walk}/close").status_code == 302
    assert db.session.get(Inspection, key).closed_at == moment(10)


@pytest.mark.req("K2", "P2")
def test_a_check_is_seen_by_whom_it_concerns(school, later, client):
    deputy = client("deputy")
    key = begun(deputy, school)
    data = {"course_id": school.algebra.id, "about": "topics", "text": "Запись"}
    post(deputy, f"/control/inspections/{key}/remarks", **data)
    (remark,) = db.session.scalars(db.select(Remark.id)).all()
    other = client("teacher", school.other)
    assert other.get(f"/control/inspections/{key}").status_code == 404
    assert "Запись" not in other.get("/control/remarks/").text
    answer = post(other, f"/control/remarks/{remark}/answer", text="Я")
    assert answer.status_code == 404
    own = client("teacher", school.teacher)
    assert "Запись" in own.get("/control/remarks/").text
    assert own.get(f"/control/inspections/{key}").status_code == 200
    assert post(own, f"/control/inspections/{key}/close").status_code in {302, 403}
    assert db.session.get(Inspection, key).closed_at is None


@pytest.mark.req("K2")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": ""}, "Напишите, что нужно исправить"),
        ({"course_id": "3"}, "Выберите урок, ученика или итог"),
        ({"lesson_id": "999"}, "Выберите урок, ученика или итог"),
        ({"text": "х" * 1001}, "1000"),
    ],
)
def test_a_remark_that_says_nothing_is_refused(school, later, client, change, words):
    deputy = client("deputy")
    key = begun(deputy, school)
    data = {"course_id": school.algebra.id, "about": "topics", "text": "Запись", **change}
    answer = post(deputy, f"/control/inspections/{key}/remarks", **data)
    assert (answer.status_code, words in answer.text) == (422, True)


@pytest.mark.req("K2")
def test_a_check_of_nothing_is_refused(school, later, client):
    answer = post(client("deputy"), "/control/inspections/begin", first="2027-01-01")
    assert answer.status_code == 422
    for words in ("Выберите класс", "в будущем", "что проверяется"):
        assert words in answer.text


@pytest.mark.req("K3")
def test_everybody_chooses_how_to_be_reminded(school, later, client):
    teacher = client("teacher", school.teacher)
    assert teacher.get("/control/reminders/").status_code == 200
    assert post(teacher, "/control/reminders/", way="none").status_code == 302
    row = db.session.scalars(db.select(ReminderChoice)).one()
    assert (row.way, row.digest, row.user_id) == (Way.NONE, False, school.teacher.user_id)


@pytest.mark.req("J1")
def test_the_journal_opens_at_a_day(school, later, client):
    deputy = client("deputy")
    text = deputy.get(f"/journal/course/{school.algebra.id}?day=2026-09-02").text
    assert f'on" data-lesson="{school.lessons[1].id}"' in text
    assert dt.date(2026, 9, 2) == school.lessons[1].day
