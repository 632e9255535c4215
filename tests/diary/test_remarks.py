"""Remarks to pupils: who writes, who reads [M5 P2 P3 P5]."""

import datetime as dt

import pytest

from app.audit.models import AuditEntry
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, Refused
from app.diary.enums import RemarkKind
from app.diary.models import PupilRemark
from app.diary.operations.remarks import change_remark, take_back_remark, write_remark
from app.diary.rules.remarks import remark_faults
from tests.diary.scene import TODAY, as_parent, as_pupil
from tests.factories import actor, make_user, save

pytestmark = [pytest.mark.req("M5"), pytest.mark.usefixtures("app")]
TOMORROW = TODAY + dt.timedelta(1)


def as_staff(staff, *roles: str):
    return actor(*(roles or ("teacher",)), staff_id=staff.id)


def write(who, pupil, text="Помог товарищу", day=TODAY) -> PupilRemark:
    with unit_of_work("page", who):
        return write_remark(
            who, pupil_id=pupil.id, day=day, kind=RemarkKind.PRAISE, text=text, today=TODAY
        )


@pytest.mark.parametrize(
    ("text", "day", "fields"),
    [
        ("Опоздал", TODAY, []),
        ("  ", TODAY, ["text"]),
        ("Опоздал", TOMORROW, ["day"]),
        ("", TOMORROW, ["text", "day"]),
    ],
)
def test_a_remark_says_something_of_a_day_that_has_come(text, day, fields):
    assert [fault.field for fault in remark_faults(text, day, TODAY)] == fields


@pytest.mark.req("P2")
@pytest.mark.req("P3")
def test_the_teacher_and_the_class_teacher_write_and_nobody_else(school):
    pupil, foreign = school.pupils[0], school.foreign_pupil
    write(as_staff(school.teacher), pupil)
    write(as_staff(school.head, "class_teacher"), pupil)
    for who, other in (
        (as_staff(school.teacher), foreign),
        (as_staff(school.other), school.pupils[2]),  # not in the group of English
        (as_staff(school.head, "class_teacher"), foreign),
        (actor("admin"), pupil),
        (as_pupil(pupil), pupil),
        (as_parent(pupil), pupil),
    ):
        with pytest.raises(Forbidden):
            write(who, other)
    assert db.session.query(PupilRemark).count() == 2


def test_an_empty_remark_is_refused(school):
    with pytest.raises(Refused):
        write(as_staff(school.teacher), school.pupils[0], " ")


@pytest.mark.req("J9")
def test_only_the_author_changes_and_takes_back_and_the_history_keeps_both(school):
    author, head = as_staff(school.teacher), as_staff(school.head, "class_teacher")
    remark = write(author, school.pupils[0])
    said = {"day": TODAY, "kind": RemarkKind.REMARK, "text": "Шумел", "today": TODAY}
    with pytest.raises(Forbidden), unit_of_work("page", head):
        change_remark(head, remark=remark, **said)
    with pytest.raises(Forbidden), unit_of_work("page", head):
        take_back_remark(head, remark=remark)
    with unit_of_work("page", author):
        change_remark(author, remark=remark, **said)
    with unit_of_work("page", author):
        take_back_remark(author, remark=remark)
    entries = db.session.scalars(
        db.select(AuditEntry.action).where(AuditEntry.table_name == "pupil_remark")
    )
    assert [str(getattr(one, "value", one)) for one in entries] == ["insert", "update", "delete"]


@pytest.mark.req("P5")
def test_the_family_reads_its_own_remarks_in_the_diary(school, login):
    pupil, other = school.pupils[:2]
    for whose, text in ((pupil, "Разбил <b>окно</b>"), (other, "Чужое")):
        row = {"pupil": whose, "author": school.teacher, "kind": RemarkKind.REMARK}
        save(PupilRemark(day=dt.date(2026, 9, 3), text=text, **row))
    # a Saturday without lessons is shown because of its remark
    save(PupilRemark(day=dt.date(2026, 9, 5), text="Субботник", **row | {"pupil": pupil}))
    for who in (as_pupil(pupil), as_parent(pupil)):
        page = login(who.user_id).get(f"/diary/{pupil.id}?day=2026-09-03").text
        assert ("Разбил &lt;b&gt;окно&lt;/b&gt;" in page, "Субботник" in page) == (True, True)
        assert "Чужое" not in page


def test_a_teacher_writes_by_the_form(school, login):
    school.teacher.user_id = make_user("teacher")
    save(school.teacher)
    client = login(school.teacher.user_id)
    form = client.get("/pupil-remarks/add").text
    token = form.split('name="csrf-token" content="')[1].split('"')[0]
    sent = {"pupil": school.pupils[0].id, "day": "2026-09-02", "kind": "praise", "text": "Хор"}
    answer = client.post("/pupil-remarks/add", data={"csrf_token": token, **sent})
    assert (answer.status_code, "Хор" in client.get("/pupil-remarks/list/").text) == (302, True)
    answer = client.post(
        "/pupil-remarks/add", data={"csrf_token": token, **sent, "pupil": school.foreign_pupil.id}
    )
    assert (answer.status_code, db.session.query(PupilRemark).count()) == (422, 1)
