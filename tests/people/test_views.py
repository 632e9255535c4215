import datetime as dt
import re

import pytest

from app.classes.models import ClassMembership
from app.core.db import db
from app.people.enums import Sex
from app.people.models import Guardian, Guardianship, Pupil, Staff
from tests import factories as make


def person(login, *roles, staff=None):
    """A client logged in with the roles, as that member of staff."""
    user_id = make.make_user(*roles)
    if staff:
        staff.user_id = user_id
        make.save(staff)
    return login(user_id)


def names_in(page):
    """Last names of the factory's pupils that the page tells, its pick lists apart."""
    known = ("Абрамов", "Ёлкин", "Жуков", "Чужой")
    told = re.sub("<select.*?</select>", "", page.text, flags=re.DOTALL)
    return [name for name in known if name in told]


def fill(client, url, **values):
    """Send a form."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(url).text)
    return client.post(url, data={"csrf_token": token and token[1], **values})


@pytest.fixture
def parents(school):
    """Each pupil has a phone, and a parent with a phone."""
    for number, pupil in enumerate([*school.pupils, school.foreign_pupil]):
        pupil.phone = f"8900{number}"
        make.make_guardian(pupil, phone=f"8999{number}", email=f"p{number}@mail.ru")
    make.save(*school.pupils)


@pytest.mark.req("P3", "P4", "P5", "P8")
@pytest.mark.parametrize(
    ("role", "cards", "taught"),
    [
        ("admin", ["Абрамов", "Ёлкин", "Жуков", "Чужой"], None),
        ("secretary", ["Абрамов", "Ёлкин", "Жуков", "Чужой"], None),
        ("director", ["Абрамов", "Ёлкин", "Жуков", "Чужой"], None),
        ("deputy", ["Абрамов", "Ёлкин", "Жуков", "Чужой"], None),
        ("class_teacher", ["Абрамов", "Ёлкин", "Жуков"], ["Абрамов", "Ёлкин", "Жуков"]),
        ("teacher", None, ["Абрамов", "Ёлкин", "Жуков"]),
        ("pupil", None, None),
        ("parent", None, None),
    ],
)
def test_who_finds_which_pupils_in_which_list(sqlite_app, school, login, role, cards, taught):
    staff = {"class_teacher": school.head, "teacher": school.teacher}.get(role)
    client = person(login, role, staff=staff)
    for url, names in (("/pupils/list/", cards), ("/my-pupils/list/", taught)):
        page = client.get(url)
        assert (page.status_code, names_in(page)) == ((200, names) if names else (403, []))


@pytest.mark.req("P2", "P8")
def test_a_teacher_learns_names_and_no_phone_in_any_way(sqlite_app, school, parents, login):
    client, pupil = person(login, "teacher", staff=school.teacher), school.pupils[0]
    for url in ("/my-pupils/list/", f"/my-pupils/show/{pupil.id}", "/my-pupils/export"):
        page = client.get(url)
        assert (page.status_code, "8900" in page.text, "Абрамов" in page.text) == (200, False, True)
    for url in (
        "/my-pupils/list/?_flt_0_phone=8900",
        "/my-pupils/list/?_oc_TaughtPupilView=phone",
        "/my-pupils/export?_flt_0_birth_date=2010-01-01",
    ):
        assert client.get(url).status_code == 400
    for url in ("/pupils/list/", "/pupils/export", "/guardians/list/", "/staff/list/"):
        assert client.get(url).status_code == 403
    assert client.get(f"/my-pupils/show/{school.foreign_pupil.id}").status_code == 404


@pytest.mark.req("P3", "P8")
def test_a_class_teacher_who_teaches_elsewhere_reads_only_the_cards_of_the_own_class(
    sqlite_app, school, parents, login
):
    make.make_course(school.class_8b, make.make_subject("Физика"), school.head)
    client = person(login, "class_teacher", staff=school.head)
    foreign = school.foreign_pupil.id
    stranger = db.session.query(Guardian).filter_by(last_name="Чужой").one().id
    assert names_in(client.get("/my-pupils/list/")) == ["Абрамов", "Ёлкин", "Жуков", "Чужой"]
    for url in ("/pupils/list/", "/pupils/export", "/guardians/list/", "/guardianship/list/"):
        assert names_in(client.get(url)) == ["Абрамов", "Ёлкин", "Жуков"]
    for url in (
        f"/pupils/show/{foreign}",
        f"/pupils/edit/{foreign}",
        f"/guardians/show/{stranger}",
        f"/guardians/edit/{stranger}",
    ):
        assert client.get(url).status_code == 404


@pytest.mark.req("P3", "P8", "S6")
def test_the_phones_of_a_pupil_who_left_are_no_longer_the_class_teachers(
    sqlite_app, school, parents, login
):
    client, left = person(login, "class_teacher", staff=school.head), school.pupils[0]
    db.session.query(ClassMembership).filter_by(pupil_id=left.id).one().until = make.YEAR_STARTS
    db.session.commit()
    for url in ("/pupils/list/", "/guardians/list/", "/guardianship/list/"):
        assert names_in(client.get(url)) == ["Ёлкин", "Жуков"]


@pytest.mark.req("P8", "S4", "S6")
def test_the_card_of_a_pupil_tells_class_subgroups_and_parents(sqlite_app, school, parents, login):
    client = person(login, "class_teacher", staff=school.head)
    text = client.get(f"/pupils/show/{school.pupils[0].id}").text
    told = ["7А", "1 группа", "Английский язык", "Абрамов Мария", "89990", "01.09.2026"]
    assert [fact for fact in told if fact not in text] == []
    assert "Чужой" not in text


@pytest.mark.req("P8")
def test_the_secretary_adds_a_pupil_and_is_warned_of_a_doubtful_sex(sqlite_app, login):
    client = person(login, "secretary")
    card = {"last_name": "ИВАНОВА", "first_name": "анна", "middle_name": "петровна"}
    answer = fill(client, "/pupils/add", **card, sex="male", birth_date="2013-05-01")
    assert answer.status_code == 302
    assert "Петровна" in client.get("/pupils/list/").text
    pupil = db.session.query(Pupil).one()
    assert (pupil.full_name, f"{pupil.birth_date}") == ("Иванова Анна Петровна", "2013-05-01")


@pytest.mark.req("P8")
def test_the_sex_of_a_new_pupil_may_be_left_to_the_patronymic(sqlite_app, login):
    client, card = person(login, "secretary"), {"last_name": "Иванова", "first_name": "Анна"}
    unknown = fill(client, "/pupils/add", **card)
    assert (unknown.status_code, 'id="sex-fault1"' in unknown.text) == (422, True)
    assert fill(client, "/pupils/add", **card, middle_name="Петровна").status_code == 302
    assert db.session.query(Pupil).one().sex == Sex.FEMALE


@pytest.mark.req("P8")
def test_faults_of_a_card_stand_at_their_fields(sqlite_app, login):
    client = person(login, "secretary")
    card = {"last_name": "Иванова1", "first_name": "Анна", "sex": "female", "email": "нет"}
    answer = fill(client, "/pupils/add", **card)
    assert answer.status_code == 422
    faults = re.findall(r'class="fault" id="(\w+)-fault1"', answer.text)
    assert faults == ["last_name", "email"]
    assert db.session.query(Pupil).count() == 0


@pytest.mark.req("P3", "P8")
def test_the_class_teacher_changes_the_card_of_an_own_pupil(sqlite_app, school, login):
    client, pupil = person(login, "class_teacher", staff=school.head), school.pupils[0]
    url = f"/pupils/edit/{pupil.id}"
    card = {"last_name": "Абрамов", "first_name": "Пётр", "sex": "male", "phone": "8901"}
    assert fill(client, url, **card).status_code == 302
    db.session.expire_all()
    assert (pupil.first_name, pupil.phone) == ("Пётр", "8901")
    for url in ("/pupils/add", f"/pupils/delete/{pupil.id}"):
        assert client.post(url).status_code in {400, 403}
    assert db.session.query(Pupil).count() == 4


@pytest.mark.req("P8")
def test_of_two_who_change_a_card_the_second_sees_what_the_first_wrote(sqlite_app, school, login):
    client, pupil = person(login, "secretary"), school.pupils[0]
    url = f"/pupils/edit/{pupil.id}"

    def seen(page):
        return re.search(r'name="seen"[^>]*value="([^"]+)"', page.text)[1]

    card = {"last_name": "Абрамов", "first_name": "Иван", "sex": "male"}
    stale = seen(client.get(url))
    assert fill(client, url, **card, phone="8901", seen=stale).status_code == 302
    late = fill(client, url, **card, phone="", note="Обед", seen=stale)
    db.session.expire_all()
    assert (late.status_code, pupil.phone, pupil.note) == (409, "8901", "")
    assert "Сейчас сохранено: 8901" in late.text
    again = fill(client, url, **card, phone="8901", note="Обед", seen=seen(late))
    db.session.expire_all()
    assert (again.status_code, pupil.phone, pupil.note) == (302, "8901", "Обед")


@pytest.mark.req("P3", "P8")
def test_the_class_teacher_enters_a_parent_on_the_card(sqlite_app, school, login):
    client, pupil = person(login, "class_teacher", staff=school.head), school.pupils[0]
    card = {"last_name": "Абрамова", "first_name": "Мария", "relation": "мать", "phone": "8902"}
    assert fill(client, "/guardianship/add", pupil=pupil.id, **card).status_code == 302
    assert str(db.session.query(Guardianship).one()) == "Абрамова Мария — Абрамов Иван"
    foreign = fill(client, "/guardianship/add", pupil=school.foreign_pupil.id, **card)
    assert (foreign.status_code, db.session.query(Guardianship).count()) == (422, 1)


@pytest.mark.req("P3", "P8")
def test_a_parent_of_a_former_class_is_not_put_on_a_card_to_be_read(
    sqlite_app, school, parents, login
):
    before = make.make_year(name="2025/2026", starts=dt.date(2025, 9, 1), ends=dt.date(2026, 5, 31))
    old = make.make_class(before, "7Б", teacher=school.head)
    make.save(ClassMembership(pupil=school.foreign_pupil, school_class=old, since=before.starts))
    stranger, own = (
        db.session.query(Guardian).filter_by(last_name=name).one().id
        for name in ("Чужой", "Абрамов")
    )
    client = person(login, "class_teacher", staff=school.head)
    link = {"pupil": school.pupils[1].id, "relation": "мать"}
    refused = fill(client, "/guardianship/add", **link, guardian=stranger)
    assert (refused.status_code, "Чужой" in refused.text) == (422, False)
    assert client.get(f"/guardians/show/{stranger}").status_code == 404
    both = fill(client, "/guardianship/add", **link, guardian=own, phone="8902")
    assert (both.status_code, "уже есть в списке" in both.text, "8902" in both.text) == (
        422,
        True,
        True,
    )
    assert fill(client, "/guardianship/add", **link, guardian=own).status_code == 302


@pytest.mark.req("S2")
def test_somebody_with_lessons_is_not_taken_off_the_list_of_staff(sqlite_app, school, login):
    client, extra = person(login, "secretary"), make.make_staff("Лишняя")
    page = client.get("/staff/list/")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    for staff in (school.teacher, extra):
        client.post(f"/staff/delete/{staff.id}", data={"csrf_token": token})
    left = {staff.last_name for staff in db.session.query(Staff)}
    assert left == {"Иванова", "Петрова", "Сидорова"}


@pytest.mark.req("P8")
@pytest.mark.parametrize(("url", "sent"), [("/pupils/list/", 7), ("/guardians/list/", 6)])
def test_a_list_of_people_asks_the_database_as_often_for_one_as_for_three(
    sqlite_app, school, login, statements, url, sent
):
    client = person(login, "secretary")
    make.make_guardian(school.pupils[0])
    client.get(url)
    found = statements()
    client.get(url)
    one = len(found)
    for pupil in school.pupils[1:]:
        make.make_guardian(pupil)
    found.clear()
    client.get(url)
    assert (one, len(found)) == (sent, sent)


@pytest.mark.req("P8")
def test_an_export_gives_its_connection_back(sqlite_app, school, login):
    client = person(login, "secretary")
    lines = client.get("/pupils/export?_flt_0_last_name=елкин").text.splitlines()
    assert lines == [
        "\ufeffФамилия;Имя;Отчество;Класс;Дата рождения;Телефон",
        "Ёлкин;Иван;;7А;;",
    ]
    db.session.remove()
    assert db.engine.pool.checkedout() == 0
