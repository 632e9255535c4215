"""Homework handed in as files: by the family, for the teacher of the course [M5 P2 P5]."""

import datetime as dt
import re
from io import BytesIO
from pathlib import Path

import pytest

from app.core import clock
from app.core.db import db
from app.diary.models import HandedIn
from app.diary.operations.files import FILES, MOST, forget_handed_in
from tests.diary.scene import NOW, as_parent, as_pupil, give_homework
from tests.factories import make_user, save

pytestmark = pytest.mark.req("M5")
PDF = b"%PDF-1.4\n1 0 obj\n%%EOF"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """It is Thursday, 3 September 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def taking(school):
    """The school takes files."""
    school.school.pupils_hand_in = True
    save(school.school)
    return school


def send(client, pupil, homework, *files: tuple[bytes, str], path: str = ""):
    page = client.get("/password/").text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    address = f"/diary/{pupil.id}/homework/{homework.id}/files/{path}"
    sent = {"csrf_token": token, "files": [(BytesIO(data), name) for data, name in files]}
    return client.post(address, data=sent, content_type="multipart/form-data")


def as_teacher(staff) -> int:
    staff.user_id = make_user("teacher", username=f"teacher{staff.id}")
    return save(staff).user_id


def test_without_the_setting_nothing_is_taken(school, login):
    pupil, homework = school.pupils[0], give_homework(school.lessons[0], "§ 1")
    client = login(as_pupil(pupil).user_id)
    assert "Сдать работу файлом" not in client.get(f"/diary/{pupil.id}?day=2026-09-03").text
    assert send(client, pupil, homework, (PDF, "работа.pdf")).status_code == 403
    assert db.session.query(HandedIn).count() == 0


@pytest.mark.req("P2")
def test_a_pupil_hands_in_and_the_teacher_sees_who_has_and_has_not(taking, login, app):
    pupil, homework = taking.pupils[0], give_homework(taking.lessons[0], "§ 1 <b>")
    client = login(as_pupil(pupil).user_id)
    assert "Сдать работу файлом" in client.get(f"/diary/{pupil.id}?day=2026-09-03").text
    assert send(client, pupil, homework, (PDF, '../ра"бо\r\nта.exe')).status_code == 302
    assert "сдан 1 файл" in client.get(f"/diary/{pupil.id}?day=2026-09-03").text
    row = db.session.scalars(db.select(HandedIn)).one()
    assert (Path(app.config["INSTANCE_DIR"]) / FILES / row.key).read_bytes() == PDF
    teacher = login(as_teacher(taking.teacher))
    assert "§ 1 &lt;b&gt;" in teacher.get("/handed-in/").text
    page = teacher.get(f"/handed-in/{homework.id}").text
    assert (f"Сдали: 1 из {len(taking.pupils)}" in page, "не сдано" in page) == (True, True)
    answer = teacher.get(f"/handed-in/{homework.id}/{row.id}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert "\n" not in answer.headers["Content-Disposition"]


@pytest.mark.req("J1")
@pytest.mark.parametrize("takes", [True, False])
def test_the_journal_leads_to_the_works_where_the_school_takes_files(taking, login, takes):
    taking.school.pupils_hand_in = takes
    save(taking.school)
    homework = give_homework(taking.lessons[0], "§ 1")
    teacher = login(as_teacher(taking.teacher))
    page = teacher.get(f"/journal/course/{taking.algebra.id}").text
    assert re.findall(r'href="(/handed-in/\d+)"', page) == [f"/handed-in/{homework.id}"] * takes
    assert teacher.get(f"/handed-in/{homework.id}").status_code == 200


@pytest.mark.req("P5")
def test_files_of_others_are_none(taking, login):
    pupil, other = taking.pupils[:2]
    homework = give_homework(taking.lessons[0], "§ 1")
    foreign = give_homework(taking.foreign_lesson, "§ 9")
    client = login(as_pupil(pupil).user_id)
    send(client, pupil, homework, (PDF, "работа.pdf"))
    row = db.session.scalars(db.select(HandedIn)).one()
    stranger = login(as_parent(other).user_id)
    for path in (
        f"/diary/{pupil.id}/homework/{homework.id}/files/{row.id}",
        f"/diary/{other.id}/homework/{homework.id}/files/{row.id}",
        f"/diary/{other.id}/homework/{foreign.id}/files/",
    ):
        assert stranger.get(path).status_code == 404
    assert send(stranger, pupil, homework, (PDF, "a.pdf")).status_code == 404
    assert send(stranger, other, foreign, (PDF, "a.pdf")).status_code == 404
    assert send(stranger, other, homework, path=f"{row.id}/back").status_code == 404
    teacher = login(as_teacher(taking.other))
    assert teacher.get(f"/handed-in/{homework.id}").status_code == 404
    assert teacher.get(f"/handed-in/{homework.id}/{row.id}").status_code == 404
    assert teacher.get(f"/handed-in/{foreign.id}/{row.id}").status_code == 404
    assert db.session.query(HandedIn).count() == 1


@pytest.mark.parametrize("data", [b"MZ\x90\x00", b"<html><script>", b"PK\x03\x04", b""])
def test_what_is_no_document_is_refused_whatever_its_name(taking, login, data):
    pupil, homework = taking.pupils[0], give_homework(taking.lessons[0], "§ 1")
    client = login(as_pupil(pupil).user_id)
    send(client, pupil, homework, (data, "работа.pdf"))
    page = client.get(f"/diary/{pupil.id}/homework/{homework.id}/files/").text
    assert ("Приложить можно" in page, db.session.query(HandedIn).count()) == (True, 0)


def test_no_more_files_than_the_limit_and_one_is_taken_back(taking, login):
    pupil, homework = taking.pupils[0], give_homework(taking.lessons[0], "§ 1")
    client = login(as_parent(pupil).user_id)
    send(client, pupil, homework, *[(PDF, "a.pdf")] * MOST)
    send(client, pupil, homework, (PDF, "a.pdf"))
    assert db.session.query(HandedIn).count() == MOST
    row = db.session.scalars(db.select(HandedIn)).first()
    assert send(client, pupil, homework, path=f"{row.id}/back").status_code == 302
    assert db.session.query(HandedIn).count() == MOST - 1


def test_files_that_no_homework_has_are_deleted_a_day_later(taking, login, app):
    pupil, homework = taking.pupils[0], give_homework(taking.lessons[0], "§ 1")
    client = login(as_pupil(pupil).user_id)
    send(client, pupil, homework, (PDF, "a.pdf"), (PDF, "b.pdf"))
    rows = db.session.scalars(db.select(HandedIn).order_by(HandedIn.id)).all()
    (gone, taken_back), kept = (rows[0].key, rows[0].id), rows[1].key
    send(client, pupil, homework, path=f"{taken_back}/back")
    folder = Path(app.config["INSTANCE_DIR"]) / FILES
    later = dt.datetime.now(dt.UTC).replace(minute=0) + dt.timedelta(days=2)
    forget_handed_in(later)
    assert [path.name for path in folder.iterdir() if path.name in {gone, kept}] == [kept]
