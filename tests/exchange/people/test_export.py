import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from app.core.errors import Forbidden
from app.core.sheet import read_sheet
from app.exchange.people.columns import PUPILS, STAFF, fields_of
from app.exchange.people.export import people_file, template_file
from app.exchange.people.operations import preview_people
from app.exchange.people.reading import read_people
from app.people.enums import MedicalGroup, Sex
from tests import factories as make
from tests.exchange.people.lists import ADMIN, TODAY


def again(kind, form):
    """What entering the exported list would do."""
    table = read_people(people_file(ADMIN, kind, form, TODAY).read(), kind)
    return preview_people(ADMIN, table=table, since=None, today=TODAY)


@pytest.fixture
def full(school):
    """A pupil of whom everything is known, with three guardians; a formula for a name."""
    pupil = school.pupils[0]
    pupil.birth_date, pupil.medical_group = dt.date(2013, 5, 1), MedicalGroup.SPECIAL
    pupil.individual_plan, pupil.phone, pupil.note = True, "+7 900 000-00-00", "=1+1\nвторая"
    for number, name in enumerate(("Анна", "Пётр", "Ольга")):
        make.make_guardian(pupil, first_name=name, phone=f"+7 90{number}", sex=Sex.FEMALE)
    make.save(pupil)
    school.teacher.position, school.teacher.phone = "-учитель", "+7 1"
    make.save(school.teacher)
    return school


@pytest.mark.req("S8", "P8")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize(("kind", "lines"), [(PUPILS, 4), (STAFF, 3)])
def test_an_exported_list_is_entered_again_without_a_change(app, full, kind, lines, form):
    change = again(kind, form)
    assert (len(change.lines), change.count) == (lines, 0)
    assert (change.faults, change.notes, change.table.unknown) == ([], [], ())


@pytest.mark.req("S8")
def test_nothing_in_an_exported_file_is_calculated(sqlite_app, full):
    lines = people_file(ADMIN, PUPILS, "csv", TODAY).read().decode("utf-8-sig")
    assert ["'=1+1" in lines, "'+7 900" in lines, ";=1" in lines, ";+7" in lines] == [
        True,
        True,
        False,
        False,
    ]
    sheet = load_workbook(people_file(ADMIN, PUPILS, "xlsx", TODAY)).active
    assert "f" not in {cell.data_type for row in sheet for cell in row}


@pytest.mark.req("S6", "S8")
def test_the_list_has_who_is_in_the_classes_now(sqlite_app, full):
    stay = make.make_pupil(full.class_8b, "Ушедший")
    stay.class_stays[0].until = dt.date(2026, 9, 5)
    make.save(stay)
    text = people_file(ADMIN, PUPILS, "csv", TODAY).read().decode()
    assert ("Чужой" in text, "Ушедший" in text) == (True, False)


@pytest.mark.req("P4", "S8")
@pytest.mark.parametrize("role", ["director", "class_teacher", "teacher", "pupil", "parent"])
def test_who_keeps_no_lists_gets_none(sqlite_app, school, role):
    with pytest.raises(Forbidden):
        people_file(make.actor(role), PUPILS, "csv", TODAY)


@pytest.mark.req("S8")
@pytest.mark.parametrize("kind", [PUPILS, STAFF])
def test_a_template_has_every_heading_hints_and_pick_lists(sqlite_app, kind):
    columns = [one.column for one in fields_of(kind, 2)]
    for form in ("xlsx", "csv"):
        data = template_file(kind, form, ["7А", "8Б"]).read()
        assert read_sheet(data, columns).unknown == ()
    book = load_workbook(io.BytesIO(template_file(kind, "xlsx", ["7А", "8Б"]).read()))
    rules = book.worksheets[0].data_validations.dataValidation
    listed = [rule.formula1 for rule in rules if rule.type == "list"]
    assert ('"7А,8Б"' in listed, '"м,ж"' in listed) == (kind == PUPILS, True)
    assert all(rule.prompt for rule in rules if rule.promptTitle == "Дата рождения")
    assert book.sheetnames[1] == "Как заполнять"
