"""Parents report an absence; the class teacher answers [T1]."""

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from app.attendance.enums import AbsenceKind, Decision, DocumentKind
from app.attendance.models import AbsenceDocument, AbsenceReport
from app.attendance.operations.reports import (
    ReportCard,
    Telling,
    accept_as_document,
    answer_report,
    report_absence,
    withdraw_report,
)
from app.attendance.queries.reports import reports_to_decide, waiting_count
from app.attendance.rules.reports import answer_faults, report_faults
from app.core import clock
from app.core.actor import Actor
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.messages.models import Notice, OutboxLetter
from tests.factories import actor, make_guardian, make_staff, make_user, save
from tests.journal.entries import NOW, TODAY, as_actor

UNKNOWN, NO, EXC, ILL, LATE = AbsenceKind
WAITING, ACCEPTED, DECLINED, WITHDRAWN = Decision
DAY = dt.timedelta(days=1)
TELLING = Telling(NOW, {})


# Rules.


@pytest.mark.req("T1")
@pytest.mark.parametrize(
    ("kind", "first", "last", "told", "fields"),
    [
        (ILL, 0, 0, False, []),
        (EXC, -7, 60, False, ["last"]),  # 68 days are too many
        (EXC, -7, 0, False, []),
        (EXC, 60, 60, False, []),
        (ILL, -8, 0, False, ["first"]),
        (ILL, 1, 61, False, ["last", "last"]),
        (ILL, 2, 1, False, ["last"]),
        (NO, 0, 0, False, ["kind"]),
        (ILL, 0, 0, True, [None]),
    ],
)
def test_what_a_parent_may_report(kind, first, last, told, fields):
    found = report_faults(kind, TODAY + first * DAY, TODAY + last * DAY, TODAY, told=told)
    assert [fault.field for fault in found] == fields


@pytest.mark.req("T1")
@pytest.mark.parametrize(
    ("state", "wanted", "words", "faults"),
    [
        (WAITING, ACCEPTED, "", 0),
        (WAITING, DECLINED, "", 1),
        (WAITING, DECLINED, "нет справки", 0),
        (ACCEPTED, DECLINED, "нет", 1),
        (WITHDRAWN, ACCEPTED, "", 1),
        (WAITING, WITHDRAWN, "", 0),
        (ACCEPTED, WITHDRAWN, "", 1),
    ],
)
def test_a_report_is_answered_once_and_declined_with_words(state, wanted, words, faults):
    assert len(answer_faults(state, wanted, words)) == faults


# Operations.


@pytest.fixture
def parent(school):
    guardian = make_guardian(school.pupils[0])
    guardian.user_id = make_user("parent")
    db.session.commit()
    return Actor(guardian.user_id, "Мать", frozenset({"parent"}), children=(school.pupils[0].id,))


@pytest.fixture
def head(school):
    return as_actor(school.head, "class_teacher")


def report(who, pupil, kind=ILL, first=TODAY, last=TODAY, telling=TELLING, **values):
    with unit_of_work("form", who):
        card = ReportCard(kind, first, last, **values)
        return report_absence(who, pupil_id=pupil.id, card=card, telling=telling)


def answer(who, row, decision=ACCEPTED, words="", telling=TELLING):
    with unit_of_work("form", who):
        return answer_report(who, report_id=row.id, decision=decision, words=words, telling=telling)


def notices(user):
    query = select(Notice).where(Notice.user_id == user).order_by(Notice.id)
    return [(row.text, row.address) for row in db.session.scalars(query)]


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1", "T5")
def test_a_report_is_told_to_the_class_teacher_and_the_answer_to_the_parent(school, parent, head):
    letters = {head.user_id: "head@school.example", parent.user_id: "m@home.example"}
    telling = Telling(NOW, letters)
    row = report(parent, school.pupils[0], last=TODAY + DAY, text="температура", telling=telling)
    assert notices(head.user_id) == [
        (
            (
                "Абрамов Иван: родители сообщили об отсутствии 03.09.2026–04.09.2026. "
                "Примите или отклоните."
            ),
            "/attendance/reports/",
        )
    ]
    answer(head, row, words="Выздоравливайте", telling=telling)
    assert notices(parent.user_id) == [
        (
            "Ваше сообщение принято: Абрамов Иван, 03.09.2026–04.09.2026. Выздоравливайте",
            "/attendance/report/",
        )
    ]
    found = db.session.scalars(select(OutboxLetter.recipient).order_by(OutboxLetter.id)).all()
    assert found == ["head@school.example", "m@home.example"]
    stored = db.session.scalars(select(AbsenceReport)).one()
    assert (stored.state, stored.decided_by, stored.text) == (
        ACCEPTED,
        head.user_id,
        "температура",
    )


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1")
def test_a_report_is_declined_with_words_and_answered_once(school, parent, head):
    row = report(parent, school.pupils[0])
    with pytest.raises(Refused, match="почему"):
        answer(head, row, DECLINED)
    answer(head, row, DECLINED, "Нужна справка")
    with pytest.raises(Refused, match="уже ответили"):
        answer(head, row)
    again = report(parent, school.pupils[0])  # a declined one may be reported anew
    with pytest.raises(Refused, match="уже сообщили"):
        report(parent, school.pupils[0])
    assert again.id != row.id


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1", "T2")
def test_a_report_accepted_as_a_statement_is_a_document(school, parent, head):
    row = report(parent, school.pupils[0], kind=EXC, text="семейные обстоятельства")
    with unit_of_work("form", head):
        accept_as_document(head, report_id=row.id, words="", telling=TELLING)
    paper = db.session.scalars(select(AbsenceDocument)).one()
    assert (paper.pupil_id, paper.document, paper.kind, paper.received_on, paper.note) == (
        school.pupils[0].id,
        DocumentKind.STATEMENT,
        EXC,
        TODAY,
        "семейные обстоятельства",
    )


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1")
def test_who_reported_withdraws_while_nobody_has_answered(school, parent, head):
    row = report(parent, school.pupils[0])
    other = Actor(make_user("parent"), "Отец", frozenset({"parent"}), children=parent.children)
    with pytest.raises(Forbidden), unit_of_work("form", other):
        withdraw_report(other, report_id=row.id, now=NOW)
    with unit_of_work("form", parent):
        withdraw_report(parent, report_id=row.id, now=NOW)
    assert reports_to_decide(head, TODAY) == []
    with pytest.raises(Refused), unit_of_work("form", parent):
        withdraw_report(parent, report_id=row.id, now=NOW)


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("who", "decides", "error"),
    [
        ("head", True, None),
        ("admin", True, None),
        ("secretary", True, None),
        ("director", False, NotFound),
        ("deputy", False, NotFound),
        ("teacher", False, NotFound),
        ("pupil", False, NotFound),
        ("parent", False, Forbidden),
        ("stranger", False, NotFound),
    ],
)
def test_who_answers_a_report(school, parent, who, decides, error):
    row = report(parent, school.pupils[0])
    someone = {
        "head": actor("class_teacher", staff_id=school.head.id),
        "teacher": actor("teacher", staff_id=school.teacher.id),
        "pupil": actor("pupil", pupil_id=school.pupils[0].id),
        "parent": parent,
        "stranger": actor("parent", children=(school.foreign_pupil.id,)),
    }.get(who, actor(who))
    assert (waiting_count(someone, TODAY), len(reports_to_decide(someone, TODAY))) == (
        (1, 1) if decides else (0, 0)
    )
    if decides:
        answer(someone, row)
        assert waiting_count(someone, TODAY) == 0
    else:
        with pytest.raises(error):
            answer(someone, row)


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1", "P5")
def test_only_the_own_guardians_report(school, parent):
    for someone in (
        parent,
        actor("class_teacher", staff_id=school.head.id),
        actor("pupil", pupil_id=school.foreign_pupil.id),
    ):
        with pytest.raises(Forbidden):
            report(someone, school.foreign_pupil)


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1")
def test_who_waits_longest_is_answered_first(school, parent, head):
    children = tuple(pupil.id for pupil in school.pupils[:2])
    mother = replace(parent, children=children)
    first = report(mother, school.pupils[0])
    later = Telling(NOW + dt.timedelta(hours=1), {})
    second = report(mother, school.pupils[1], first=TODAY + DAY, last=TODAY + DAY, telling=later)
    assert [row.id for row in reports_to_decide(head, TODAY)] == [first.id, second.id]


# Pages.


def picture(kind="PNG"):
    data = BytesIO()
    Image.new("RGB", (4, 4)).save(data, kind)
    return data.getvalue()


@pytest.fixture
def on_that_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def token(client, path):
    return client.get(path).text.split('name="csrf-token" content="')[1].split('"')[0]


def form(client, pupil, path="/attendance/report/", **values):
    defaults = {"kind": "ill", "first": TODAY.isoformat(), "last": TODAY.isoformat()}
    return {"csrf_token": token(client, path), "pupil": pupil.id, **defaults, **values}


def visitor(login, role, person=None):
    user_id = make_user(role)
    if person is not None:
        person.user_id = user_id
        save(person)
    return login(user_id)


@pytest.mark.req("T1", "P5")
def test_a_parent_reports_with_a_file_and_only_those_concerned_open_it(
    school, sqlite_app, on_that_day, parent, login
):
    client, pupil = login(parent.user_id), school.pupils[0]
    page = client.get(f"/attendance/report/?pupil={school.foreign_pupil.id}&day=2026-09-04").text
    assert ("Чужой" in page, 'value="2026-09-04"' in page) == (False, True)
    assert 'href="/attendance/report/"' in client.get("/").text
    sent = form(client, pupil, upload=(BytesIO(picture()), "справка.exe"), text="кашель")
    assert client.post("/attendance/report/", data=sent).status_code == 302
    row = db.session.scalars(select(AbsenceReport)).one()
    assert (row.scan_name, row.scan_type) == ("справка.png", "image/png")
    own, inbox = f"/attendance/report/{row.id}/scan", f"/attendance/reports/{row.id}/scan"
    answer = client.get(own)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", picture())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert visitor(login, "class_teacher", school.head).get(inbox).status_code == 200
    assert visitor(login, "secretary").get(inbox).status_code == 200
    other = make_guardian(school.foreign_pupil)
    seen = {
        "stranger": visitor(login, "parent", other).get(own).status_code,
        "teacher": visitor(login, "teacher", school.teacher).get(inbox).status_code,
        "deputy": visitor(login, "deputy").get(inbox).status_code,
        "other head": visitor(login, "class_teacher", make_staff("Чужая")).get(inbox).status_code,
    }
    assert seen == {"stranger": 404, "teacher": 403, "deputy": 403, "other head": 404}


@pytest.mark.req("T1", "P5")
def test_a_foreign_child_cannot_be_reported_by_a_forged_form(
    school, sqlite_app, on_that_day, parent, login
):
    client = login(parent.user_id)
    sent = form(client, school.foreign_pupil)
    assert client.post("/attendance/report/", data=sent).status_code == 422
    assert db.session.scalars(select(AbsenceReport)).all() == []


@pytest.mark.req("T1")
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>alert(1)</script>", "x.pdf"),
        (b"%PDF-1.4 but no end", "x.pdf"),
        (b"\x89PNG\r\n\x1a\n broken", "x.png"),
        (b"GIF89a", "x.gif"),
    ],
)
def test_a_file_is_judged_by_its_content(
    school, sqlite_app, on_that_day, parent, login, data, name
):
    client = login(parent.user_id)
    sent = form(client, school.pupils[0], upload=(BytesIO(data), name))
    page = client.post("/attendance/report/", data=sent)
    assert (page.status_code, "только файл PDF, JPG или PNG" in page.text) == (422, True)
    assert db.session.scalars(select(AbsenceReport)).all() == []


@pytest.mark.req("T1")
def test_a_file_over_the_limit_is_refused_at_its_field(
    school, sqlite_app, on_that_day, parent, login, monkeypatch
):
    monkeypatch.setitem(sqlite_app.config, "MAX_SCAN_BYTES", 50)
    client = login(parent.user_id)
    sent = form(client, school.pupils[0], upload=(BytesIO(picture()), "a.png"))
    page = client.post("/attendance/report/", data=sent)
    assert (page.status_code, "Файл больше" in page.text) == (422, True)


@pytest.mark.req("T1")
def test_the_class_teacher_answers_on_the_page(school, sqlite_app, on_that_day, parent, login):
    row = report(parent, school.pupils[0], text="врач")
    client = visitor(login, "class_teacher", school.head)
    path = "/attendance/reports/"
    page = client.get(path).text
    assert ("Абрамов Иван" in page, "врач" in page) == (True, True)
    sent = {"csrf_token": token(client, path), "answer": ""}
    client.post(f"{path}{row.id}", data={**sent, "choice": "decline"})
    assert db.session.get(AbsenceReport, row.id).state == WAITING
    there = client.post(f"{path}{row.id}", data={**sent, "choice": "document"})
    document = db.session.scalars(select(AbsenceDocument)).one()
    assert there.location.startswith(f"/attendance/document/{document.id}/lessons")
    assert db.session.get(AbsenceReport, row.id).state == ACCEPTED


@pytest.mark.req("T1")
def test_a_parent_withdraws_on_the_page(school, sqlite_app, on_that_day, parent, login):
    client, path = login(parent.user_id), "/attendance/report/"
    sent = form(client, school.pupils[0], upload=(BytesIO(picture()), "не то.png"))
    client.post(path, data=sent)
    row = db.session.scalars(select(AbsenceReport)).one()
    head, scan = visitor(login, "class_teacher", school.head), f"{path}{row.id}/scan"
    of_head = f"/attendance/reports/{row.id}/scan"
    assert (client.get(scan).status_code, head.get(of_head).status_code) == (200, 200)
    client.post(f"{path}{row.id}/withdraw", data={"csrf_token": token(client, path)})
    assert db.session.get(AbsenceReport, row.id).state == WITHDRAWN
    assert (client.get(scan).status_code, head.get(of_head).status_code) == (200, 404)
    assert "отозвано" in client.get("/attendance/report/").text
