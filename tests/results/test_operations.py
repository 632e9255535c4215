import datetime as dt

import pytest
from sqlalchemy import select

from app.core.db import db, unit_of_work
from app.core.errors import Conflict, Forbidden, NotFound, Refused
from app.journal.models import Reopening
from app.people.enums import MedicalGroup
from app.results.models import Result
from app.results.operations import set_result, write_result
from tests.factories import make_class, make_course, make_pupil, make_staff, make_subject
from tests.factories import save as store
from tests.journal.entries import NOW, as_actor, cell, save, sent

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def teacher(school):
    return as_actor(school.teacher, "teacher")


def rows():
    return [(r.course_id, r.pupil_id, r.value) for r in db.session.scalars(select(Result))]


def result(school, text, pupil=0, seen=0, **values):
    place = {
        "course": school.algebra.id,
        "period": school.periods[0].id,
        "pupil": school.pupils[pupil].id,
    }
    return sent("result", text=text, seen=seen, **{**place, **values})


def write(person, item, now=NOW):
    with unit_of_work("page", person):
        return write_result(person, sent=item, now=now)


@pytest.mark.req("R1")
def test_a_result_is_set_changed_and_taken_back(school, teacher):
    first = write(teacher, result(school, "4"))
    second = write(teacher, result(school, "н/а", seen=first["version"]))
    assert rows() == [(school.algebra.id, school.pupils[0].id, "н/а")]
    assert write(teacher, result(school, "", seen=second["version"]))["version"] == 0
    assert rows() == [(school.algebra.id, school.pupils[0].id, None)]


@pytest.mark.req("R1")
def test_a_result_that_departs_from_the_average_is_said_and_kept(school, teacher):
    save(teacher, cell(school, "5"))
    save(teacher, cell(school, "4", lesson=1))
    answer = write(teacher, result(school, "4"))
    assert (answer["text"], answer["flag"]) == ("4", "По среднему выходит 5")
    assert write(teacher, result(school, "5", seen=answer["version"]))["flag"] is None
    assert write(teacher, result(school, "5", pupil=1))["flag"] is None  # no marks, no proposal


@pytest.mark.req("R1")
def test_the_year_departs_from_what_its_quarters_propose_not_from_its_marks(school, teacher):
    save(teacher, cell(school, "3"))
    write(teacher, result(school, "4"))
    store(
        Result(course=school.algebra, period=school.periods[3], pupil=school.pupils[0], value="4")
    )
    year = school.periods[-1].id
    first = write(teacher, result(school, "4", period=year))
    assert first["flag"] is None
    second = write(teacher, result(school, "5", period=year, seen=first["version"]))
    assert second["flag"] == "По среднему выходит 4"


@pytest.mark.req("J10", "U4")
def test_two_people_learn_of_each_other_and_a_repeat_writes_once(school, teacher):
    head = as_actor(school.head, "class_teacher")
    item = result(school, "4")
    assert write(teacher, item) == write(teacher, item)
    with pytest.raises(Conflict) as caught:
        write(head, result(school, "5"))
    other = caught.value.payload["other"]
    assert (other["text"], other["by"]) == ("4", "Иванова Анна Петровна")
    assert len(rows()) == 1


@pytest.mark.req("P2", "P3", "P4")
@pytest.mark.parametrize(
    ("name", "role", "allowed"),
    [
        ("teacher", "teacher", True),
        ("head", "class_teacher", True),
        ("other", "teacher", False),
        ("substitute", "teacher", False),
        ("leader", "director", False),
        ("leader", "deputy", False),
        ("leader", "admin", False),
        ("leader", "secretary", False),
    ],
)
def test_who_sets_results(school, name, role, allowed):
    school.lessons[0].substitute = substitute = make_staff("Замещающая")
    db.session.commit()
    people = {"substitute": substitute, "leader": make_staff("Директор")}
    person = as_actor(people.get(name) or getattr(school, name), role)
    if allowed:
        assert write(person, result(school, "5"))["text"] == "5"
    else:
        with pytest.raises(Forbidden):
            write(person, result(school, "5"))
        assert rows() == []


@pytest.mark.req("P3")
def test_class_teacher_sets_none_where_the_school_lets_them_look_only(school):
    school.school.class_teacher_edits_marks = False
    db.session.commit()
    with pytest.raises(Forbidden):
        write(as_actor(school.head, "class_teacher"), result(school, "5"))


@pytest.mark.req("J6")
def test_class_1_has_no_results(school, teacher):
    class_1a = make_class(school.year, "1А")
    course = make_course(class_1a, school.algebra.subject, school.teacher)
    place = {"course": course.id, "period": school.periods[0].id, "pupil": make_pupil(class_1a).id}
    with pytest.raises(Refused, match="В 1 классе итоговые отметки не ставятся"):
        write(teacher, sent("result", text="5", **place))


@pytest.mark.req("J7")
def test_physical_education_has_no_exemption_for_a_medical_group(school, teacher):
    sport = make_course(
        school.class_7a, make_subject("Физкультура", physical_education=True), school.teacher
    )
    pupil = make_pupil(school.class_7a, medical_group=MedicalGroup.SPECIAL)
    place = {"course": sport.id, "period": school.periods[0].id, "pupil": pupil.id}
    with pytest.raises(Refused, match="не вносится"):
        write(teacher, sent("result", text="осв", **place))


@pytest.mark.req("J8")
def test_a_closed_period_is_opened_to_a_named_teacher(school, teacher):
    school.periods[0].closed_on = NOW.date()
    db.session.commit()
    with pytest.raises(Refused, match="Период закрыт"):
        write(teacher, result(school, "5"))
    end = school.periods[0].ends
    store(Reopening(course=school.algebra, staff=school.teacher, first=end, last=end,
                    until=NOW.date(), reason="справка"))  # fmt: skip
    assert write(teacher, result(school, "5"))["text"] == "5"


@pytest.mark.req("S6")
def test_a_pupil_who_left_gets_no_result(school, teacher):
    gone = make_pupil(school.class_7a, "Выбыл", until=dt.date(2026, 9, 2))
    item = sent("result", course=school.algebra.id, period=school.periods[0].id, pupil=gone.id,
                text="5")  # fmt: skip
    with pytest.raises(Refused, match="выбыл"):
        write(teacher, item)


@pytest.mark.req("S1")
@pytest.mark.parametrize("place", [4, 5])
def test_a_half_year_is_no_period_of_class_7(school, teacher, place):
    with pytest.raises(NotFound):
        write(teacher, result(school, "5", period=school.periods[place].id))


@pytest.mark.req("R1")
def test_a_result_by_the_form_follows_the_same_rules(school, teacher):
    def put(value, person=teacher, **options):
        place = {
            "course_id": school.algebra.id,
            "period_id": school.periods[0].id,
            "pupil_id": school.pupils[0].id,
        }
        with unit_of_work("form", person):
            return set_result(person, value=value, today=NOW.date(), **place, **options)

    assert put("4", adds=True).value == "4"
    with pytest.raises(Refused, match="уже есть"):
        put("5", adds=True)
    with pytest.raises(Refused) as caught:
        put("7")
    assert [fault.field for fault in caught.value.faults] == ["value"]
    with pytest.raises(Forbidden):
        put("5", as_actor(school.other, "teacher"))
    assert put("").value is None
