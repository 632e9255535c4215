"""Pages of control works: plan, grid, block of points, marks for the journal [R5]."""

import re
from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.sheet import write_xlsx
from app.journal.models import Mark
from app.works.models import ControlWork, PupilWork, WorkPlan
from tests import factories as make
from tests.works.scene import TODAY, give, make_plan, make_work

pytestmark = pytest.mark.req("R5")


@pytest.fixture
def world(sqlite_app, monkeypatch):
    """The small school on 3 September 2026; the teacher of algebra has a login."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return make.school_world()


@pytest.fixture
def teacher(world, login):
    world.teacher.user_id = make.make_user("teacher")
    make.save(world.teacher)
    return login(world.teacher.user_id)


@pytest.fixture
def work(world):
    plan = make_plan(world.algebra.subject, world.teacher)
    return make_work(plan, world.lessons[0], world.kinds["К"])


def token(client):
    text = client.get("/works/plans/").text
    return re.search(r'name="csrf-token" content="([^"]+)"', text)[1]


def post(client, path, data=None, **more):
    return client.post(path, data={"csrf_token": token(client), **(data or {})}, **more)


PLAN = {
    "title": "Контрольная  работа № 2",
    "grade": "7",
    "variants": "2",
    "number": ["1", "2", ""],
    "element": ["Степени", " Дроби ", ""],
    "level": ["basic", "high", "basic"],
    "points": ["2", "3", ""],
    "by_percent": "1",
    "five": "85",
    "four": "65",
    "three": "45",
}


def test_from_a_plan_to_the_marks_in_the_journal(world, teacher):
    """The whole way of a teacher, page by page."""
    form = {**PLAN, "subject_id": str(world.algebra.subject_id)}
    made = post(teacher, "/works/plans/add", form)
    plan = db.session.scalars(select(WorkPlan)).one()
    assert (made.location, plan.title) == (f"/works/begin/{plan.id}", "Контрольная работа № 2")
    assert "Дроби" in teacher.get("/works/plans/add").text  # offered next time
    assert f'value="{world.lessons[0].id}"' in teacher.get(made.location).text
    begun = post(teacher, made.location, {"lesson": str(world.lessons[0].id)})
    work = db.session.scalars(select(ControlWork)).one()
    assert begun.location == f"/works/{work.id}"
    text = "2\t3\n0\t1\n2\tн"
    preview = post(teacher, f"/works/import/{work.id}", {"text": text})
    assert (preview.status_code, "Строк с ошибками: 1" in preview.text) == (422, True)
    preview = post(teacher, f"/works/import/{work.id}", {"text": "2\t3\n0\t1"})
    assert (preview.status_code, db.session.scalars(select(PupilWork)).all()) == (200, [])
    stored = post(teacher, f"/works/import/{work.id}/store", hidden(preview))
    assert stored.location == f"/works/{work.id}"
    marks = teacher.get(f"/works/{work.id}/marks")
    tree = html.fromstring(marks.text)
    ticked = {name: tree.xpath(f"//input[@name='{name}']/@value") for name in ("pupil",)}
    seen = {f"seen-{pupil.id}": mark for pupil, mark in zip(world.pupils, "52", strict=False)}
    assert ticked["pupil"] == [str(pupil.id) for pupil in world.pupils[:2]]
    put = post(teacher, f"/works/{work.id}/marks", {**ticked, **seen})
    assert put.status_code == 302
    values = db.session.scalars(select(Mark.value).order_by(Mark.pupil_id)).all()
    assert values == ["5", "2"]


def hidden(answer) -> dict[str, str]:
    """What the form of a page sends."""
    (form,) = html.fromstring(answer.text).xpath("//form[contains(@action, '/store')]")
    return dict(form.form_values())


def test_what_is_wrong_with_a_plan_is_told_and_what_was_typed_stays(world, teacher):
    form = {**PLAN, "subject_id": str(world.algebra.subject_id), "five": "45"}
    answer = post(teacher, "/works/plans/add", form)
    assert (answer.status_code, "Шкала должна убывать" in answer.text) == (422, True)
    assert 'value="Дроби"' in answer.text
    assert db.session.scalars(select(WorkPlan)).all() == []


def test_a_plan_that_a_class_has_written_is_shown_and_copied(world, teacher, work):
    plan = work.plan_id
    text = teacher.get(f"/works/plans/{plan}").text
    assert ("задания не меняются" in text, 'name="title"' in text) == (True, False)
    copied = post(teacher, f"/works/plans/{plan}/copy")
    assert 'name="title"' in teacher.get(copied.location).text
    removed = post(teacher, copied.location + "/remove")
    assert removed.location == "/works/plans/"
    assert db.session.scalars(select(WorkPlan.id)).all() == [plan]


def send(client, work, **entry):
    header = {"X-CSRFToken": token(client)}
    return client.post(f"/works/{work.id}/points", json=entry, headers=header)


def test_a_cell_is_saved_refused_or_was_changed_meanwhile(world, teacher, work):
    item, pupil = str(work.plan.items[0].id), world.pupils[0].id
    saved = send(teacher, work, pupil=pupil, place=item, text="2", was="")
    assert (saved.status_code, saved.json["cells"][item], saved.json["end"]) == (
        200,
        "2",
        ["2", "20,0", ""],
    )
    refused = send(teacher, work, pupil=pupil, place=item, text="3", was="2")
    assert (refused.status_code, refused.json["error"]) == (
        422,
        "За это задание не больше 2 б.",
    )
    other = send(teacher, work, pupil=pupil, place=item, text="1", was="")
    assert (other.status_code, other.json["cells"][item], "by" in other.json) == (409, "2", True)
    assert send(teacher, work, pupil=pupil, place="7000", text="1", was="").status_code == 422
    assert send(teacher, work, pupil="1", place=item, text="1", was="").status_code == 422


def test_the_template_comes_back_with_points_and_tells_every_wrong_line(world, teacher, work):
    give(work, world.pupils[0], "2 – – –", variant=1)
    answer = teacher.get(f"/works/import/{work.id}/template.xlsx")
    rows = [list(row) for row in load_workbook(BytesIO(answer.data)).active.values]
    assert rows[0][:3] == ["Ученик", "Вариант", "1 (макс. 2)"]
    assert rows[1] == ["Абрамов Иван", 1, 2, None, None, None]
    rows[1][3:], rows[2][1:] = [1, 3, 2], ["н", None, None, None, None]
    rows[3][2:] = [2, 2, 2, 9]

    def upload():
        file = (BytesIO(write_xlsx(rows[0], rows[1:])), "баллы.xlsx")
        return post(teacher, f"/works/import/{work.id}", {"file": file})

    wrong = upload()
    assert (wrong.status_code, "задание 4: За это задание не больше 3 б." in wrong.text) == (
        422,
        True,
    )
    rows[3][5] = 3
    post(teacher, f"/works/import/{work.id}/store", hidden(upload()))
    stored = db.session.execute(
        select(PupilWork.points, PupilWork.absent).order_by(PupilWork.pupil_id)
    ).all()
    assert stored == [("2 1 3 2", False), ("", True), ("2 2 2 3", False)]


@pytest.mark.parametrize(
    ("text", "start", "points"),
    [
        ("2\t1\n1\t0", {}, ["2 1 – –", "1 0 – –"]),
        ("1\t0", {"pupil": 1, "first": 2}, ["– – 1 0"]),
        ("Жуков Иван\t2\t2\t3\t3", {}, ["2 2 3 3"]),
        ("1\tЖуков И.\t2\t2\t3\t3\n2\tАбрамов Иван\t0\t0\t0\t0", {}, ["0 0 0 0", "2 2 3 3"]),
        ("ФИО\tВариант\t2\t1\nЖуков Иван\t2\t1\t0", {}, ["0 1 – –"]),
    ],
)
def test_a_block_is_read_as_a_teacher_copies_it(world, teacher, work, text, start, points):
    place = {"first": str(start.get("first", 0))}
    if "pupil" in start:
        place["pupil"] = str(world.pupils[start["pupil"]].id)
    preview = post(teacher, f"/works/import/{work.id}", {"text": text, **place})
    assert preview.status_code == 200
    post(teacher, f"/works/import/{work.id}/store", hidden(preview))
    rows = db.session.scalars(select(PupilWork.points).order_by(PupilWork.pupil_id)).all()
    assert rows == points


def test_namesakes_are_told_apart_by_their_patronymics(world, teacher, work):
    for middle_name in ("Ильич", "Петрович"):
        make.make_pupil(world.class_7a, "Зимин", middle_name=middle_name)
    answer = teacher.get(f"/works/import/{work.id}/template.xlsx")
    names = [row[0] for row in load_workbook(BytesIO(answer.data)).active.values]
    assert names[3:] == ["Жуков Иван", "Зимин Иван Ильич", "Зимин Иван Петрович"]
    preview = post(teacher, f"/works/import/{work.id}", {"text": "Зимин Иван Петрович\t2"})
    assert preview.status_code == 200
    unsure = post(teacher, f"/works/import/{work.id}", {"text": "Зимин Иван\t2"})
    assert (unsure.status_code, "Так зовут нескольких учеников" in unsure.text) == (422, True)


def test_points_entered_since_the_preview_are_not_overwritten(world, teacher, work):
    preview = post(teacher, f"/works/import/{work.id}", {"text": "2\t1"})
    give(work, world.pupils[0], "0 0 0 0")
    answer = post(teacher, f"/works/import/{work.id}/store", hidden(preview))
    assert (answer.status_code, "введены другие баллы" in answer.text) == (422, True)
    assert db.session.scalars(select(PupilWork.points)).all() == ["0 0 0 0"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", "а;б\n1;2".encode("cp1251")])
def test_a_file_that_is_none_is_refused(world, teacher, work, data):
    answer = post(teacher, f"/works/import/{work.id}", {"file": (BytesIO(data), "x.xlsx")})
    assert (answer.status_code, "alert-danger" in answer.text) == (422, True)


def test_a_reader_sees_the_points_and_no_way_to_change_them(world, work, login):
    deputy = login(make.make_user("deputy"))
    text = deputy.get(f"/works/{work.id}").text
    assert ("Абрамов" in text, "data-save-url" in text, '/marks"' in text) == (True, False, False)
    assert send(deputy, work, pupil=1, place="1", text="1", was="").status_code == 403


@pytest.mark.parametrize(
    ("page", "number"),
    [("/works/", 7), ("/works/plans/", 6), ("/works/{}", 9), ("/works/{}/marks", 12)],
)
def test_statements_do_not_grow_with_pupils(world, teacher, work, statements, page, number):
    counts = []
    for size in (0, 6):
        for at in range(size):
            give(work, make.make_pupil(world.class_7a, f"Новый{at}"), "2 2 3 2")
        teacher.get("/works/")
        sent = statements()
        assert teacher.get(page.format(work.id)).status_code == 200
        counts.append(len(sent))
    assert counts == [number, number]


@pytest.mark.parametrize("ending", ["", "/pdf", "/xlsx"])
def test_the_protocol_is_a_page_and_two_files(world, teacher, work, ending):
    for pupil in world.pupils:
        give(work, pupil, "2 1 3 1", variant=1)
    for address in (
        f"control-work{ending}?work_id={work.id}",
        f"control-work-comparison{ending}?plan_id={work.plan_id}",
    ):
        answer = teacher.get(f"/reports/{address}")
        assert answer.status_code == 200
        begins = {"": b"<!DOCTYPE", "/pdf": b"%PDF", "/xlsx": b"PK"}[ending]
        assert answer.data.lstrip()[: len(begins)] == begins


def test_the_widest_work_fits_the_paper(world, teacher):
    plan = make_plan(world.algebra.subject, elements=[f"Элемент {n}" for n in range(30)])
    work = make_work(plan, world.lessons[0], world.kinds["К"])
    give(work, world.pupils[0], " ".join(["1"] * 30), variant=1)
    answer = teacher.get(f"/reports/control-work/pdf?work_id={work.id}")
    assert (answer.status_code, answer.data[:4]) == (200, b"%PDF")
