"""Use of the journal: sums of days, and who sees whose [P10]."""

import datetime as dt

import pytest
from flask_appbuilder.security.sqla.models import User

from app.accounts.enums import LoginOutcome
from app.accounts.models import LoginRecord
from app.audit.models import AuditEntry
from app.control.models import UseDay
from app.control.operations.usage import count_use
from app.control.queries import usage
from app.control.rules.span_steps import goes_by_week, steps
from app.control.rules.tally import Span
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from tests.control.scene import moment
from tests.factories import make_guardian, make_user, save

pytestmark = pytest.mark.req("P10")
SPAN = Span(dt.date(2026, 9, 1), dt.date(2026, 9, 10))


def came(user_id, at, outcome=LoginOutcome.RIGHT):
    save(LoginRecord(at=at, name="x", user_id=user_id, outcome=outcome, address="10.0.0.7"))


def changed(user_id, at, number, way="page"):
    save(
        AuditEntry(
            chain="x",
            seq=number,
            at=at,
            user_id=user_id,
            user_name="x",
            way=way,
            action="insert",
            table_name="mark",
            row_id=number,
            changes={},
            hash="x",
        )
    )


def count(now):
    with unit_of_work(way="cli", actor=SYSTEM):
        count_use(now)


def sums():
    rows = db.session.scalars(db.select(UseDay).order_by(UseDay.day, UseDay.user_id))
    return [(row.day.day, row.user_id, row.logins, row.entries) for row in rows]


def test_logins_and_changes_by_hand_become_sums_of_the_schools_days(app, school):
    user = make_user("teacher")
    came(user, moment(1, 0, 5))  # still the day before in UTC
    came(user, moment(1, 23, 55))
    came(user, moment(1, 9), LoginOutcome.WRONG)
    changed(user, moment(3, 10), 1)
    changed(user, moment(3, 10), 2, way="cli")
    count(moment(5))
    assert sums() == [(1, user, 2, 0), (3, user, 0, 1)]


def test_counted_again_the_sums_are_the_same_and_outlive_the_records(app, school):
    user = make_user("teacher")
    came(user, moment(1))
    came(user, moment(2))
    count(moment(2, 13))
    came(user, moment(2, 14))
    count(moment(2, 15))
    count(moment(2, 16))
    assert sums() == [(1, user, 1, 0), (2, user, 2, 0)]
    changed(user, moment(2, 17), 1)
    db.session.execute(db.delete(LoginRecord))
    db.session.commit()
    count(moment(3))
    assert sums() == [(1, user, 1, 0), (2, user, 2, 1)]


def test_the_use_of_a_span_by_person_and_role(app, school):
    teacher, parent = make_user("teacher"), make_user("parent")
    make_user("parent")
    db.session.get_one(User, parent).login_count = 1
    for day, user, logins, entries in (
        (1, teacher, 2, 5), (2, teacher, 0, 1), (3, parent, 1, 0), (20, parent, 9, 9)
    ):  # fmt: skip
        save(UseDay(day=dt.date(2026, 9, day), user_id=user, logins=logins, entries=entries))
    assert usage.use_of(SPAN) == {teacher: (1, 2, 6), parent: (1, 1, 0)}
    assert [(str(r.role), *r[1:]) for r in usage.use_by_role(SPAN)] == [
        ("учитель", 1, 0, 1, 2, 6),
        ("родитель", 2, 1, 1, 1, 0),
    ]


@pytest.mark.parametrize(("last", "by_week", "count"), [(21, False, 21), (22, True, 4)])
def test_a_long_span_is_drawn_by_week(last, by_week, count):
    first, last = dt.date(2026, 9, 1), dt.date(2026, 9, last)
    assert goes_by_week(first, last) == by_week
    assert len(list(steps(first, last, by_week=by_week))) == count


@pytest.fixture
def family(school, monkeypatch):
    """Абрамов's mother came on 3 September, his father never did; it is 10 September."""
    monkeypatch.setattr(clock, "now", lambda: moment(10))
    mother, father = (make_guardian(school.pupils[0]) for _ in range(2))
    mother.last_name, father.last_name = "Материна", "Отцова"
    mother.user_id = make_user("parent")
    user = db.session.get_one(User, mother.user_id)
    user.login_count, user.last_login = 1, moment(3, 20).replace(tzinfo=None)
    save(mother, father, user)
    save(UseDay(day=dt.date(2026, 9, 3), user_id=user.id, logins=1))
    return mother, father


def as_head(school, login):
    school.head.user_id = make_user("class_teacher")
    save(school.head)
    return login(school.head.user_id)


def test_a_class_teacher_sees_the_own_class_and_prints_slips_for_who_never_came(
    sqlite_app, school, family, login
):
    client = as_head(school, login)
    page = client.get("/control/usage/", follow_redirects=True).text
    mother, father = family
    assert (mother.last_name in page, "03.09.2026" in page) == (True, True)
    assert f'value="guardian-{father.id}"' in page
    assert f'value="guardian-{mother.id}"' not in page
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    who = {"csrf_token": token, "class_id": school.class_7a.id, "who": f"guardian-{father.id}"}
    slips = client.post("/codes/print", data=who)
    assert (slips.status_code, slips.mimetype) == (200, "application/pdf")
    assert client.get(f"/control/usage/{school.class_8b.id}").status_code == 404


def test_a_deputy_sees_the_school_but_prints_no_codes(sqlite_app, school, family, login):
    client = login(make_user("deputy"))
    page = client.get("/control/usage/").text
    assert (school.teacher.full_name in page, "7А" in page) == (True, True)
    of_class = client.get(f"/control/usage/{school.class_7a.id}").text
    assert ("Отцова" in of_class, "/codes/print" in of_class) == (True, False)
    query = f"class_id={school.class_7a.id}&first=2026-09-01&last=2026-09-10"
    assert client.get(f"/reports/class-use/xlsx?{query}").status_code == 200


def test_the_page_of_the_school_asks_the_same_however_many_people_there_are(
    sqlite_app, school, family, login, statements
):
    client = login(make_user("deputy"))
    client.get("/control/usage/")
    found = statements()
    client.get("/control/usage/")
    few = len(found)
    for _ in range(5):
        make_guardian(school.pupils[1])
    found = statements()
    client.get("/control/usage/")
    assert len(found) == few


def test_logins_are_drawn_by_who_came(sqlite_app, school, family):
    chart = usage.logins_picture(SPAN)
    assert [(str(one.name), [v for v in one.values if v]) for one in chart.series] == [
        ("Сотрудники", []), ("Ученики", []), ("Родители", [1]),
    ]  # fmt: skip
