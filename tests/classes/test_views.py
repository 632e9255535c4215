import re

import pytest

from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.core.db import db
from app.journal.models import Mark, Task
from tests import factories as make


def person(login, *roles, staff=None):
    """A client logged in with the roles, as that member of staff."""
    user_id = make.make_user(*roles)
    if staff:
        staff.user_id = user_id
        make.save(staff)
    return login(user_id)


def send(client, page, url=None, **values):
    """Open a page and send one of its forms."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    return client.post(url or page, data={"csrf_token": token and token[1], **values})


def faults(answer):
    """Fields with faults, and the faults above the form."""
    above = re.search(
        r'class="alert alert-danger" role="alert">(.*?)</div>', answer.text, re.DOTALL
    )
    return re.findall(r'class="fault" id="(\w+)-fault1"', answer.text), bool(above)


def in_subgroups(pupil):
    rows = db.session.query(SubgroupMembership).filter_by(pupil_id=pupil.id)
    return [(row.subgroup.name, row.until is None) for row in rows.order_by("since")]


@pytest.fixture
def second(school):
    """The second subgroup of the division that 7А has."""
    return make.make_subgroup(school.class_7a, "2 группа", division="Английский язык")


PAGES = ("/classes/list/", "/subgroups/list/", "/class-lists/list/", "/subgroup-lists/list/")


@pytest.mark.req("P1", "P4", "P5", "S2")
@pytest.mark.parametrize(
    ("role", "opened", "added"),
    [
        ("admin", [200, 200, 200, 200, 200], [200, 200, 200, 200]),
        ("secretary", [200, 200, 200, 200, 403], [403, 403, 200, 403]),
        ("director", [200, 200, 200, 200, 403], [403] * 4),
        ("deputy", [200, 200, 200, 200, 403], [403] * 4),
        ("class_teacher", [200, 200, 200, 200, 200], [403] * 4),
        ("teacher", [200, 200, 403, 403, 403], [403] * 4),
        ("pupil", [403] * 5, [403] * 4),
        ("parent", [403] * 5, [403] * 4),
    ],
)
def test_which_pages_of_classes_each_role_opens(sqlite_app, school, login, role, opened, added):
    client = person(login, role, staff=school.head if role == "class_teacher" else None)
    urls = [*PAGES, "/division/"]
    assert [client.get(url).status_code for url in urls] == opened
    forms = [url.replace("list/", "add") for url in PAGES]
    assert [client.get(url).status_code for url in forms] == added


@pytest.mark.req("P3", "S6")
def test_class_lists_show_a_class_teacher_the_own_class_only(sqlite_app, school, login):
    client = person(login, "class_teacher", staff=school.head)
    rows = re.findall(r'data-label="Ученик">\s*(\S+)', client.get("/class-lists/list/").text)
    assert rows == ["Абрамов", "Ёлкин", "Жуков"]
    foreign = db.session.query(ClassMembership).filter_by(class_id=school.class_8b.id).one().id
    assert client.get(f"/class-lists/edit/{foreign}").status_code == 403


@pytest.mark.req("S6")
def test_the_form_of_a_class_list_obeys_the_rules(sqlite_app, school, login):
    client, pupil = person(login, "secretary"), school.pupils[0]
    given = {"pupil": pupil.id, "school_class": school.class_8b.id, "since": "2026-10-05"}
    refused = send(client, "/class-lists/add", **given)
    assert (refused.status_code, faults(refused)) == (422, (["since"], False))
    assert "7А (01.09.2026 – 31.05.2027)" in refused.text
    stay = db.session.query(ClassMembership).filter_by(pupil_id=pupil.id).one()
    edit = f"/class-lists/edit/{stay.id}"
    backwards = send(client, edit, since="2026-09-01", until="2026-08-31")
    assert faults(backwards) == (["until"], False)
    assert send(client, edit, since="2026-09-01", until="2026-10-04").status_code == 302
    assert send(client, "/class-lists/add", **given).status_code == 302
    rows = db.session.query(ClassMembership).filter_by(pupil_id=pupil.id).order_by("since")
    assert [(row.school_class.name, str(row.until)) for row in rows] == [
        ("7А", "2026-10-04"),
        ("8Б", "None"),
    ]


@pytest.mark.req("S6")
def test_a_stay_with_marks_is_not_deleted_by_the_form(sqlite_app, school, login):
    client, pupil = person(login, "admin"), school.pupils[0]
    task = make.save(Task(lesson=school.lessons[0], kind=school.kinds["О"]))
    make.save(Mark(task=task, pupil=pupil, value="5"))
    for marked, left in ((school.pupils[0], 1), (school.pupils[2], 0)):
        stays = db.session.query(ClassMembership).filter_by(pupil_id=marked.id)
        send(client, "/class-lists/list/", f"/class-lists/delete/{stays.one().id}")
        assert stays.count() == left
    assert db.session.query(Mark).count() == 1


@pytest.mark.req("S4", "P4")
def test_the_form_of_a_subgroup_list_moves_the_pupil(sqlite_app, school, second, login):
    client, pupil = person(login, "admin"), school.pupils[0]
    given = {"pupil": pupil.id, "subgroup": second.id, "since": "2026-10-05"}
    assert send(client, "/subgroup-lists/add", **given).status_code == 302
    assert in_subgroups(pupil) == [("1 группа", False), ("2 группа", True)]
    last = db.session.query(SubgroupMembership).filter_by(pupil_id=pupil.id, until=None).one()
    outside = send(client, f"/subgroup-lists/edit/{last.id}", since="2026-08-01")
    assert faults(outside) == (["since"], False)
    assert send(client, "/subgroup-lists/list/", f"/subgroup-lists/delete/{last.id}")
    assert in_subgroups(pupil) == [("1 группа", False)]


@pytest.mark.req("S2")
def test_the_form_of_a_class_obeys_the_rules(sqlite_app, school, login):
    client = person(login, "admin")
    given = {"year": school.year.id, "grade": 8, "capacity": 25, "days_per_week": 5}
    refused = send(client, "/classes/add", name="7а", **given)
    assert faults(refused) == (["grade", "name"], False)
    assert send(client, "/classes/add", name="8В", **given).status_code == 302
    row = db.session.query(SchoolClass).filter_by(name="8В").one()
    assert faults(send(client, f"/classes/edit/{row.id}", **{**given, "name": "8Б"})) == (
        ["name"],
        False,
    )
    assert send(client, "/classes/list/", f"/classes/delete/{school.class_7a.id}")
    assert send(client, "/classes/list/", f"/classes/delete/{row.id}")
    assert {row.name for row in db.session.query(SchoolClass)} == {"7А", "8Б"}


@pytest.mark.req("S4")
def test_subgroups_are_added_and_renamed_by_form(sqlite_app, school, login):
    client, given = person(login, "admin"), {"school_class": school.class_7a.id}
    same = {"division": "Английский язык", "name": "1 группа"}
    assert faults(send(client, "/subgroups/add", **given, **same)) == ([], True)
    other = {"division": "Труд", "name": "1 группа"}
    assert send(client, "/subgroups/add", **given, **other).status_code == 302
    row = db.session.query(Subgroup).filter_by(division="Труд").one()
    edited = {"division": "Труд", "name": "мальчики"}
    assert send(client, f"/subgroups/edit/{row.id}", **edited).status_code == 302
    assert db.session.query(Subgroup).filter_by(name="мальчики").count() == 1


@pytest.mark.req("S4")
def test_the_class_teacher_splits_the_class_and_spreads_it(sqlite_app, school, login):
    client = person(login, "class_teacher", staff=school.head)
    given = {"class_id": school.class_7a.id, "name": "Труд"}
    one = send(client, "/division/", "/division/split", **given, subgroup=["А", ""])
    assert (one.status_code, faults(one)) == (422, ([], True))
    made = send(client, "/division/", "/division/split", **given, subgroup=["А", "Б", ""])
    assert made.status_code == 302
    page = client.get(made.location)
    assert re.findall(r'class="split-name">(\S+)', page.text) == ["Абрамов", "Ёлкин", "Жуков"]
    first = db.session.query(Subgroup).filter_by(division="Труд", name="А").one()
    choices = {f"to-{school.pupils[2].id}": first.id, f"was-{school.pupils[2].id}": ""}
    saved = send(
        client,
        made.location,
        "/division/spread",
        class_id=school.class_7a.id,
        division="Труд",
        on="2026-09-01",
        **choices,
    )
    assert saved.status_code == 302
    assert in_subgroups(school.pupils[2]) == [("А", True)]


@pytest.mark.req("S4", "P4")
def test_the_page_lets_a_class_teacher_move_nobody_who_has_been_in_a_subgroup(
    sqlite_app, school, second, login
):
    client, pupil = person(login, "class_teacher", staff=school.head), school.pupils[0]
    page = "/division/?on=2026-09-20"
    fixed = re.findall(r'name="to-(\d+)" value=""[^>]*disabled', client.get(page).text)
    assert fixed == [str(pupil.id), str(school.pupils[1].id)]
    sent = {
        "class_id": school.class_7a.id,
        "division": "Английский язык",
        "on": "2026-09-20",
        f"to-{pupil.id}": second.id,
        f"was-{pupil.id}": school.english.subgroup_id,
    }
    refused = send(client, page, "/division/spread", **sent)
    assert (refused.status_code, faults(refused)) == (422, ([], True))
    assert "Абрамов Иван: уже занимается в подгруппе «1 группа»" in refused.text
    assert in_subgroups(pupil) == [("1 группа", True)]


@pytest.mark.req("S4", "J10")
def test_what_a_person_left_alone_on_the_page_is_not_written(sqlite_app, school, second, login):
    """Somebody else has moved the pupil since the page was opened."""
    client, pupil = person(login, "admin"), school.pupils[0]
    sent = {"class_id": school.class_7a.id, "division": "Английский язык", "on": "2026-09-20"}
    first = school.english.subgroup_id
    send(
        client,
        "/division/",
        "/division/spread",
        **sent,
        **{f"to-{pupil.id}": second.id, f"was-{pupil.id}": first},
    )
    send(
        client,
        "/division/",
        "/division/spread",
        **sent,
        **{f"to-{pupil.id}": first, f"was-{pupil.id}": first},
    )
    assert in_subgroups(pupil) == [("1 группа", False), ("2 группа", True)]


@pytest.mark.req("S4", "P3")
def test_nobody_splits_a_class_of_others(sqlite_app, school, login):
    client = person(login, "class_teacher", staff=school.head)
    foreign = {"class_id": school.class_8b.id, "name": "Труд", "subgroup": ["А", "Б"]}
    assert client.get(f"/division/?class_id={school.class_8b.id}").status_code == 404
    assert send(client, "/division/", "/division/split", **foreign).status_code == 404
    assert db.session.query(Subgroup).filter_by(division="Труд").count() == 0


@pytest.mark.req("S4")
@pytest.mark.parametrize(
    "address",
    ["?class_id=x", "?class_id=99999999999", "?on=вчера", "?class_id=1&on=2026-13-01"],
)
def test_an_odd_address_of_the_division_is_refused(sqlite_app, school, login, address):
    client = person(login, "admin")
    assert client.get(f"/division/{address}").status_code == 400


@pytest.mark.req("S4")
def test_the_class_teacher_of_no_class_is_told_so(sqlite_app, school, login):
    client = person(login, "class_teacher", staff=school.other)
    page = client.get("/division/")
    assert (page.status_code, "У вас нет класса" in page.text) == (200, True)


@pytest.mark.req("S2", "S4", "S6")
@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("/class-lists/list/", 7),
        ("/subgroup-lists/list/", 7),
        ("/subgroups/list/", 6),
        ("/classes/list/", 7),
        ("/division/", 7),
    ],
)
def test_a_page_of_classes_asks_the_database_as_often_for_one_as_for_three(
    sqlite_app, login, statements, url, sent
):
    make.make_school()
    year, client = make.make_year(), person(login, "admin")
    counts = []
    for number in (1, 2, 3):
        school_class = make.make_class(year, f"{number}А", teacher=make.make_staff())
        pupil = make.make_pupil(school_class)
        make.make_subgroup(school_class, "1 группа", pupil, division="Труд")
        client.get(url)
        found = statements()
        assert client.get(url).status_code == 200
        counts.append(len(found))
    assert (counts[0], counts[2]) == (sent, sent)
