import datetime as dt

import pytest
from sqlalchemy import select

from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.exchange.people.columns import STAFF
from app.people.enums import Sex
from app.people.models import Guardian, Guardianship, Pupil, Staff
from tests import factories as make
from tests.exchange.people.lists import HEADS, SECRETARY, TODAY, count, enter, planned, told

FAMILY = [*HEADS, "Родитель 1: ФИО", "Родитель 1: кем приходится", "Родитель 1: телефон"]
BORN = dt.date(2013, 5, 1)


def sizes():
    return tuple(map(count, (Pupil, Guardian, Guardianship, ClassMembership, SchoolClass)))


@pytest.fixture
def year(request):
    """An empty school of the year, with 7А."""
    request.getfixturevalue("app" if "app" in request.fixturenames else "sqlite_app")
    return make.make_class(make.make_year(), "7А").year


@pytest.mark.req("S8", "P8", "S6")
def test_pupils_come_with_parents_and_classes_and_the_same_file_changes_nothing(app, year):
    rows = [
        ["ЁЛКИН", "пётр", "Ильич", "01.05.2013", "7а", "Ёлкина Анна", "мать", "8 900 111-22-33"],
        ["Ёлкина", "Ева", "Ильинична", "02.06.2015", "5Б", "Ёлкина Анна", "мать", "+79001112233"],
        ["Абрамов", "Иван", "Петрович", "03.07.2013", "7А", "", "", ""],
    ]
    first = enter(*rows, heads=FAMILY)
    assert (first.new, first.changed) == (3, 0)
    assert sizes() == (3, 1, 2, 3, 2)
    pupil = db.session.scalars(select(Pupil).where(Pupil.last_name == "Ёлкин")).one()
    assert (pupil.full_name, pupil.sex, pupil.birth_date) == ("Ёлкин Пётр Ильич", Sex.MALE, BORN)
    stay = db.session.scalars(select(ClassMembership).filter_by(pupil_id=pupil.id)).one()
    assert (stay.school_class.name, stay.since) == ("7А", make.YEAR_STARTS)
    again = enter(*rows, heads=FAMILY)
    assert (again.new, again.changed, sizes()) == (0, 0, (3, 1, 2, 3, 2))


@pytest.mark.req("S8")
def test_of_a_known_pupil_only_what_is_filled_in_changes(app, year):
    born = ["Абрамов", "Иван", "", "01.05.2013", "7А"]
    enter([*born, "м", "8 900", "Иванова Анна", "8 901"], heads=[*HEADS, "Пол", "Телефон", *HEAD])
    change = planned(
        [*born, "", "8 999", "Иванова Анна", "8 902"], heads=[*HEADS, "Пол", "Телефон", *HEAD]
    )
    (line,) = change.changed
    assert (line.card.values, line.card.before) == ({"phone": "8 999"}, {"phone": "8 900"})
    assert [tie.guardian.values for tie in line.ties] == [{"phone": "8 902"}]
    enter([*born, "", "8 999", "Иванова Анна", "8 902"], heads=[*HEADS, "Пол", "Телефон", *HEAD])
    assert db.session.scalar(select(Pupil.phone)) == "8 999"
    assert db.session.scalars(select(Guardian.phone)).all() == ["8 902"]


HEAD = ["Родитель 1: ФИО", "Родитель 1: телефон"]


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("stored", "row", "outcome"),
    [
        # birth dates in the journal · the line's birth date and class · what becomes of the line
        ([BORN], ["01.05.2013", "7А"], "same"),
        ([BORN], ["02.05.2013", "7А"], "new"),
        ([BORN, dt.date(2013, 5, 2)], ["02.05.2013", "7А"], "same"),
        ([BORN], ["", "7А"], "same"),
        ([BORN], ["", ""], "fault"),
        ([BORN, dt.date(2013, 5, 2)], ["", "7А"], "fault"),
        ([BORN, BORN], ["01.05.2013", "7А"], "fault"),
        ([None], ["01.05.2013", "7А"], "same"),
        ([None], ["01.05.2013", ""], "fault"),
        ([None, None], ["01.05.2013", "7А"], "fault"),
        ([], ["01.05.2013", ""], "new"),
    ],
)
def test_namesakes_are_told_apart_or_asked_about(sqlite_app, year, stored, row, outcome):
    school_class = db.session.scalars(select(SchoolClass)).one()
    for born in stored:
        make.make_pupil(school_class, "Иванов", birth_date=born, middle_name="Ильич")
    change = planned(["Иванов", "Иван", "Ильич", *row])
    found = "fault" if change.faults else "new" if change.new else "same"
    assert found == outcome


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("one", "other", "faults"),
    [
        (["Ильич", "01.05.2013"], ["Ильич", "01.05.2013"], [(3, "Фамилия")]),
        (["Ильич", "01.05.2013"], ["Ильич", ""], [(3, "Фамилия")]),
        (["Ильич", "01.05.2013"], ["Ильич", "02.05.2013"], []),
        (["Ильич", ""], ["Петрович", ""], []),
    ],
)
def test_two_lines_that_nothing_tells_apart_are_a_mistake(sqlite_app, year, one, other, faults):
    change = planned(["Иванов", "Иван", *one, "7А"], ["Иванов", "Иван", *other, "7А"])
    assert told(change.faults) == faults


@pytest.mark.req("S8")
def test_a_code_names_the_person_and_is_checked(sqlite_app, year):
    pupil = make.make_pupil(db.session.scalars(select(SchoolClass)).one(), "Иванова")
    heads = ["Код ученика", "Фамилия", "Имя"]
    change = planned([str(pupil.id), "Петрова", "Иван"], heads=heads)
    assert change.changed[0].card.values == {"last_name": "Петрова"}
    for row in ([str(pupil.id), "Другая", "Анна"], ["777", "Иванова", "Иван"]):
        assert told(planned(row, heads=heads).faults) == [(2, "")]


@pytest.mark.req("S8")
def test_every_mistake_is_told_and_nothing_is_written(app, year):
    before = sizes()
    rows = [
        ["Абрамов1", "Иван", "", "01.05.2013", "7А"],
        ["Белова", "", "", "01.05.1913", "7А"],
        ["Волков", "Иван", "Ильич", "01.05.2013", "класс"],
        ["Гусев", "Иван", "Ильич", "01.05.2013", "7А"],
    ]
    wanted = [
        *((2, "Фамилия"), (2, "Пол")),
        *((3, "Имя"), (3, "Пол"), (3, "Дата рождения")),
        (4, "Класс"),
    ]
    assert told(planned(*rows).faults) == wanted
    with pytest.raises(Refused) as refusal:
        enter(*rows)
    assert len(refusal.value.faults) == len(wanted)
    assert sizes() == before


@pytest.mark.req("S6", "S8")
def test_nobody_is_moved_to_another_class(sqlite_app, year):
    enter(["Иванов", "Иван", "Ильич", "01.05.2013", "7А"])
    change = planned(["Иванов", "Иван", "Ильич", "01.05.2013", "7Б"])
    assert told(change.faults) == [(2, "Класс")]
    assert "7А" in change.faults[0].text


@pytest.mark.req("S6", "S8")
def test_day_and_order_of_a_stay_are_not_rewritten_but_told(sqlite_app, year):
    heads = [*HEADS, "Зачислен с", "Приказ о зачислении"]
    person = ["Иванов", "Иван", "Ильич", "01.05.2013", "7А"]
    enter([*person, "03.09.2026", "5-у"], heads=heads)
    stay = db.session.scalars(select(ClassMembership)).one()
    assert (stay.since, stay.arrival_order) == (dt.date(2026, 9, 3), "5-у")
    assert planned([*person, "03.09.2026", "5-у"], heads=heads).notes == []
    change = planned([*person, "04.09.2026", "5-у"], heads=heads)
    assert (len(change.notes), change.count) == (1, 0)


@pytest.mark.req("P4", "S8")
def test_only_the_administrator_makes_classes(sqlite_app, year):
    row = ["Иванов", "Иван", "Ильич", "01.05.2013", "8Б"]
    assert told(planned(row, actor=SECRETARY).faults) == [(2, "Класс")]
    assert planned(row).new_classes == {"8б": "8Б"}
    assert enter([*row[:4], "7А"], actor=SECRETARY).new == 1


@pytest.mark.req("P4", "S8")
@pytest.mark.parametrize("role", ["director", "deputy", "class_teacher", "teacher", "parent"])
def test_who_keeps_no_lists_enters_none(sqlite_app, year, role):
    with pytest.raises(Forbidden):
        planned(["Иванов", "Иван", "Ильич", "", ""], actor=make.actor(role))
    with pytest.raises(Forbidden):
        enter(["Иванов", "Иван", "Ильич", "", ""], actor=make.actor(role))


@pytest.mark.req("S8")
def test_what_was_not_previewed_is_not_entered(sqlite_app, year):
    row = ["Иванов", "Иван", "Ильич", "01.05.2013", "7А"]
    seen = planned(row, since=TODAY).digest
    with pytest.raises(Conflict):
        enter(row, since=dt.date(2026, 9, 2), seen=seen)
    enter(["Иванов", "Иван", "Ильич", "02.05.2013", "7А"], since=TODAY)
    assert enter(row, since=TODAY, seen=seen).new == 1  # a namesake changes nothing of this line
    with pytest.raises(Conflict):
        enter(row, since=TODAY, seen=seen)


@pytest.mark.req("P8", "S8")
def test_a_parent_of_the_same_name_elsewhere_is_linked_by_telephone_only(sqlite_app, year):
    head = [*HEADS, "Родитель 1: ФИО", "Родитель 1: телефон"]
    enter(["Ёлкин", "Пётр", "Ильич", "01.05.2013", "7А", "Ёлкина Анна", "8 900 1"], heads=head)
    sister = ["Ёлкина", "Ева", "Ильинична", "02.06.2013", "7А", "Елкина Анна"]
    linked = planned([*sister, "8-900-1"], heads=head)
    assert linked.new[0].ties[0].guardian.row is not None
    assert len(linked.notes) == 1
    other = planned([*sister, ""], heads=head)
    assert other.new[0].ties[0].guardian.row is None
    assert told(other.notes) == [(2, "Родитель 1: фамилия")]


@pytest.mark.req("P8", "S8")
def test_either_line_of_brother_and_sister_changes_their_parent(sqlite_app, year):
    head = [*FAMILY, "Родитель 1: пол"]
    first = ["Ёлкин", "Пётр", "Ильич", "01.05.2013", "7А", "Ёлкина Анна", "мать"]
    second = ["Ёлкина", "Ева", "Ильинична", "02.06.2013", "7А", "Ёлкина Анна", "мать"]

    def lines(one, other, sex=""):
        return [*first, one, ""], [*second, other, sex]

    enter(*lines("8 900 1", "8 900 1"), heads=head)
    for one, other, phone in (
        ("8 900 1", "8 900 2", "8 900 2"),
        ("8 900 3", "8 900 2", "8 900 3"),
        ("8 900 4", "8-900-4", "8 900 4"),
        ("", "8 900 5", "8 900 5"),
    ):
        enter(*lines(one, other, "ж"), heads=head)
        assert db.session.scalars(select(Guardian.phone)).all() == [phone]
    assert db.session.scalars(select(Guardian.sex)).all() == [Sex.FEMALE]
    change = planned(*lines("8 900 6", "8 900 7"), heads=head)
    assert told(change.faults) == [(3, "Родитель 1: телефон")]
    assert "8 900 6" in change.faults[0].text


@pytest.mark.req("S2", "S8")
def test_staff_are_entered_and_told_apart(app, year):
    heads = ["ФИО", "Должность", "Почта"]
    rows = [
        ["Иванова Анна Петровна", "учитель", "a@school.example"],
        ["Петров Пётр Ильич", "директор", ""],
    ]
    assert enter(*rows, heads=heads, kind=STAFF, actor=SECRETARY).new == 2
    assert enter(*rows, heads=heads, kind=STAFF, actor=SECRETARY).new == 0
    make.make_staff("Иванова", first_name="Анна", middle_name="Петровна", position="завуч")
    changed = planned(
        ["Иванова Анна Петровна", "завуч", "b@school.example"], heads=heads, kind=STAFF
    ).changed
    assert [line.card.values for line in changed] == [{"email": "b@school.example"}]
    doubled = planned(["Иванова Анна Петровна", "", ""], heads=heads, kind=STAFF)
    assert told(doubled.faults) == [(2, "")]
    assert count(Staff) == 3


@pytest.mark.req("S8")
def test_many_lines_are_entered_with_as_many_statements_as_few(sqlite_app, year, statements):
    heads = [*HEADS, "Родитель 1: ФИО", "Родитель 1: телефон"]

    def line(number):
        letters = "".join(chr(ord("а") + int(digit)) for digit in f"{number:03}")
        name = ["Иванов", f"Имя{letters}", "Ильич", "01.05.2013", "7А"]
        return [*name, f"Мама {letters}", f"8900{number:07}"]

    found = statements()
    enter(*map(line, range(10)), heads=heads)
    few = len(found)
    found.clear()
    enter(*map(line, range(500)), heads=heads)
    assert (few, len(found)) == (29, 29)
    assert count(Pupil) == 500
