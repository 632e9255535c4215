"""Families hear of absences without reason and of failing marks [T5]."""

import datetime as dt
import os
from io import BytesIO
from threading import Thread

import pytest
from PIL import Image
from sqlalchemy import select

from app.attendance.enums import AbsenceKind, Decision, DocumentKind
from app.attendance.models import Absence, AbsenceDocument, AbsenceReport, DayNote
from app.attendance.operations.scans import forget_scans
from app.attendance.operations.telling import tell_of_absences, tell_of_failing_marks
from app.attendance.rules.telling import Told, absence_to_tell
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import attempt, db, unit_of_work
from app.core.files import keep_scan
from app.journal.models import Mark, Task
from app.messages.models import Notice, OutboxLetter
from tests.factories import make_guardian, make_user, save
from tests.journal.entries import as_actor

pytestmark = pytest.mark.req("T5")
UNKNOWN, NO, EXC, ILL, LATE = AbsenceKind
DAY = dt.date(2026, 9, 1)
TEN = dt.datetime(2026, 9, 1, 10, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
SETTLED = TEN + 16 * MINUTE


# Rules.


@pytest.mark.parametrize(
    ("noted", "explained", "told"),
    [
        ([(1, UNKNOWN), (2, UNKNOWN)], False, Told([1, 2], no_reason=False)),
        ([(1, UNKNOWN)], True, None),
        ([(1, UNKNOWN), (2, ILL)], False, None),
        ([(1, UNKNOWN), (2, EXC)], False, None),
        ([(3, NO), (2, ILL), (1, NO)], True, Told([1, 3], no_reason=True)),
        ([(1, NO), (2, UNKNOWN)], False, Told([1], no_reason=True)),
        ([(1, ILL)], False, None),
        ([], False, None),
    ],
)
def test_what_is_told_of_a_day(noted, explained, told):
    assert absence_to_tell(noted, explained=explained) == told


# Operations.


@pytest.fixture
def people(school, monkeypatch):
    """The mother of the first pupil and the class teacher have logins; it is ten o'clock."""
    monkeypatch.setattr(clock, "now", lambda: TEN)
    mother = make_guardian(school.pupils[0], user_id=make_user("parent"), email="m@home.example")
    make_guardian(school.pupils[1])  # without a login
    head = as_actor(school.head, "class_teacher")
    return {"mother": mother.user_id, "head": head.user_id}


def tell(now=SETTLED, chore=tell_of_absences):
    with unit_of_work("cli", SYSTEM):
        chore(now)


def notices():
    rows = db.session.scalars(select(Notice).order_by(Notice.user_id, Notice.key))
    return [(row.user_id, row.text, row.address) for row in rows]


def absent(school, kind, pupil=0, lesson=0):
    return save(Absence(lesson=school.lessons[lesson], pupil=school.pupils[pupil], kind=kind))


@pytest.mark.usefixtures("app")
def test_an_unknown_reason_is_told_to_the_family_and_the_class_teacher(school, people):
    absent(school, UNKNOWN)
    absent(school, LATE, pupil=1)
    tell()
    pupil = school.pupils[0].id
    text = "Абрамов Иван: 01.09.2026 пропуск, уроки: 2; причина не известна."
    assert notices() == sorted(
        [
            (people["mother"], text, f"/attendance/report/?pupil={pupil}&day=2026-09-01"),
            (people["head"], text, "/attendance/today/"),
        ]
    )


@pytest.mark.usefixtures("app")
def test_nothing_is_told_twice(school, people):
    absent(school, NO)
    for minutes in (16, 17, 60, 60 * 24 * 2):
        tell(TEN + minutes * MINUTE)
    assert [text for _user, text, _address in notices()] == [
        "Абрамов Иван: 01.09.2026 пропуск без уважительной причины, уроки: 2."
    ] * 2


@pytest.mark.usefixtures("app")
def test_a_slip_of_the_hand_reaches_nobody(school, people, monkeypatch):
    row = absent(school, UNKNOWN)
    tell(TEN + 14 * MINUTE)
    assert notices() == []
    monkeypatch.setattr(clock, "now", lambda: TEN + 14 * MINUTE)
    row.kind = None
    db.session.commit()
    tell(TEN + 60 * MINUTE)
    assert notices() == []


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("source", ["document", "waiting", "accepted", "note"])
def test_an_explained_day_is_not_asked_about(school, people, source):
    pupil = school.pupils[0]
    span = {"pupil": pupil, "kind": ILL, "first": DAY, "last": DAY}
    told = {"reported_by": people["mother"], "reported_at": TEN, **span}
    save(
        {
            "document": lambda: AbsenceDocument(
                document=DocumentKind.CERTIFICATE, received_on=DAY, **span
            ),
            "waiting": lambda: AbsenceReport(**told),
            "accepted": lambda: AbsenceReport(state=Decision.ACCEPTED, **told),
            "note": lambda: DayNote(pupil=pupil, day=DAY, kind=EXC),
        }[source]()
    )
    absent(school, UNKNOWN)
    tell()
    assert notices() == []


@pytest.mark.usefixtures("app")
def test_a_declined_report_explains_nothing(school, people):
    span = {"pupil": school.pupils[0], "kind": ILL, "first": DAY, "last": DAY}
    told = {"reported_by": people["mother"], "reported_at": TEN, **span}
    save(AbsenceReport(state=Decision.DECLINED, **told))
    absent(school, UNKNOWN)
    tell()
    assert len(notices()) == 2


@pytest.mark.usefixtures("app")
def test_what_is_older_than_three_days_is_not_told(school, people):
    absent(school, NO)
    tell(SETTLED + dt.timedelta(days=4))
    assert notices() == []


@pytest.mark.usefixtures("app")
def test_a_failing_mark_is_told_once_with_letters_where_there_is_a_mail_server(school, people, app):
    app.config["SMTP_HOST"] = "mail.example"
    task = Task(lesson=school.lessons[0], kind=school.kinds["К"])
    for pupil, value in zip(school.pupils, ("2", "н/зач", "5"), strict=True):
        save(Mark(task=task, pupil=pupil, value=value))
    try:
        for minutes in (5, 16, 30):
            tell(TEN + minutes * MINUTE, tell_of_failing_marks)
    finally:
        app.config["SMTP_HOST"] = ""
    first = "Абрамов Иван: отметка «2», Алгебра, урок 01.09.2026."
    journal = f"/journal/course/{school.algebra.id}"
    assert notices() == sorted(
        [
            (people["mother"], first, f"/diary/{school.pupils[0].id}?day=2026-09-01"),
            (people["head"], first, journal),
            (people["head"], "Ёлкин Иван: отметка «н/зач», Алгебра, урок 01.09.2026.", journal),
        ],
        key=lambda row: (row[0], row[1] != first),
    )
    letters = db.session.scalars(select(OutboxLetter)).all()
    assert [(letter.recipient, letter.body) for letter in letters] == [("m@home.example", first)]


@pytest.mark.usefixtures("app")
def test_a_mark_that_was_mended_or_entered_long_ago_is_not_told(school, people, monkeypatch):
    task = Task(lesson=school.lessons[0], kind=school.kinds["О"])
    mark = save(Mark(task=task, pupil=school.pupils[0], value="2"))
    monkeypatch.setattr(clock, "now", lambda: TEN + 5 * MINUTE)
    mark.value = "3"
    db.session.commit()
    tell(SETTLED + 30 * MINUTE, tell_of_failing_marks)
    assert notices() == []
    mark.value = "2"
    db.session.commit()
    tell(SETTLED + dt.timedelta(days=5), tell_of_failing_marks)
    assert notices() == []
    tell(SETTLED + 30 * MINUTE, tell_of_failing_marks)
    assert len(notices()) == 2


def test_two_processes_tell_once(school, people, app, another_app):
    for number in (0, 1, 2):
        absent(school, NO, pupil=number)
    pupils = [pupil.id for pupil in school.pupils]
    db.session.remove()
    outcomes = []

    def run(one):
        with one.app_context():
            outcomes.append(attempt("cli", lambda: tell_of_absences(SETTLED)))
            db.session.remove()

    threads = [Thread(target=run, args=(one,)) for one in (app, another_app())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [None, None]
    keys = db.session.execute(select(Notice.user_id, Notice.key)).all()
    assert sorted(keys) == sorted(
        [(people["mother"], f"absence-{pupils[0]}-20260901")]
        + [(people["head"], f"absence-{pupil}-20260901") for pupil in pupils]
    )


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_told(school, people, statements, rows):
    task = save(Task(lesson=school.lessons[0], kind=school.kinds["О"]))
    for number in range(rows):
        absent(school, NO, pupil=number)
        save(Mark(task=task, pupil=school.pupils[number], value="2"))
    for chore, again in ((tell_of_absences, 5), (tell_of_failing_marks, 4)):
        tell(chore=chore)
        sent = statements()
        tell(chore=chore)
        assert len(sent) == again


@pytest.mark.req("P5")
def test_what_a_notice_leads_to_opens_for_its_reader(school, people, sqlite_app, login):
    absent(school, NO)
    task = save(Task(lesson=school.lessons[0], kind=school.kinds["О"]))
    save(Mark(task=task, pupil=school.pupils[0], value="2"))
    tell()
    tell(chore=tell_of_failing_marks)
    told = notices()
    assert len(told) == 4
    for user, _text, address in told:
        assert (address, login(user).get(address).status_code) == (address, 200)


# Scans.


def test_files_that_no_row_names_are_deleted_after_a_day(school, sqlite_app, tmp_path, monkeypatch):
    monkeypatch.setitem(sqlite_app.config, "INSTANCE_DIR", str(tmp_path))
    data = BytesIO()
    Image.new("RGB", (2, 2)).save(data, "JPEG")
    folder, now = tmp_path / "scans", dt.datetime.now(dt.UTC).replace(minute=0)
    forget_scans(now)  # no folder yet
    kept, lost, fresh = (keep_scan(folder, data.getvalue(), "a.jpg", 10**6) for _n in range(3))
    assert (folder / kept.key).stat().st_mode & 0o077 == 0
    save(
        AbsenceDocument(
            pupil=school.pupils[0], kind=ILL, first=DAY, last=DAY, received_on=DAY,
            document=DocumentKind.CERTIFICATE, scan_key=kept.key, scan_type=kept.type,
        )
    )  # fmt: skip
    old = now.timestamp() - 2 * 24 * 3600
    for scan in (kept, lost):
        os.utime(folder / scan.key, (old, old))
    forget_scans(now.replace(minute=5))
    assert len(list(folder.iterdir())) == 3
    forget_scans(now)
    assert {path.name for path in folder.iterdir()} == {kept.key, fresh.key}
