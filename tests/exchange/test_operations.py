import datetime as dt
import re
from threading import Event, Thread

import pytest
from sqlalchemy import event

from app.classes.models import SchoolClass, Subgroup
from app.core.db import db, unit_of_work
from app.core.errors import Conflict, Forbidden, Refused
from app.exchange.timetable.detect import read_timetable
from app.exchange.timetable.operations import import_timetable
from app.exchange.timetable.queries import preview_timetable
from app.people.enums import Sex
from app.people.models import Staff
from app.plan.models import Course, CourseTeacher
from app.school.models import AcademicYear, BellTime, Room, Subject
from app.timetable.models import Lesson, Slot
from app.timetable.operations.making import make_lessons
from app.timetable.queries.making import Scope
from tests import factories
from tests.conftest import shared_file
from tests.exchange.files import IVANOVA, PETROV, Card, asc, sgo, sgo_week
from tests.exchange.files import Lesson as Line
from tests.exchange.files import school as school_file

D = dt.date
TODAY = D(2026, 10, 5)
LATER = D(2026, 11, 9)
ADMIN = factories.actor("admin")


def document(text):
    return read_timetable(text if isinstance(text, bytes) else text.encode("cp1251"))


def load(text, actor=ADMIN, today=TODAY, **values):
    with unit_of_work("import", actor):
        return import_timetable(actor, document=document(text), today=today, **values)


def preview(text, **values):
    return preview_timetable(document(text), today=TODAY, **values)


def rows(model, *columns):
    return sorted(db.session.execute(db.select(*columns or (model,))).all())


def slots(on=None):
    """Subject, weekday, number, room, first and last day of every slot (held on the date)."""
    found = db.session.execute(
        db.select(
            Subject.name,
            Slot.weekday,
            Slot.lesson_number,
            Room.name,
            Slot.valid_from,
            Slot.valid_to,
        )
        .select_from(Slot)
        .join(Slot.course)
        .join(Course.subject)
        .outerjoin(Slot.room)
        .order_by(Subject.name, Slot.weekday, Slot.lesson_number, Slot.valid_from)
    ).all()
    return [tuple(s) for s in found if on is None or (s[4] <= on and (s[5] is None or on <= s[5]))]


@pytest.mark.req("S5", "S8")
def test_an_empty_school_gets_everything_that_the_file_holds(app):
    change = load(school_file())
    year = db.session.scalars(db.select(AcademicYear)).one()
    assert (year.name, year.starts) == ("2026/2027", D(2026, 9, 1))
    assert rows(None, SchoolClass.name, SchoolClass.grade, SchoolClass.days_per_week) == [
        ("7А", 7, 5)
    ]
    assert rows(None, Subgroup.name, Subgroup.division) == [
        ("1 группа", "деление 1"),
        ("2 группа", "деление 1"),
    ]
    assert rows(None, Staff.last_name, Staff.first_name, Staff.sex) == [
        ("Браун", "Анна", None),
        ("Иванова", "Анна", Sex.FEMALE),
        ("Петров", "Пётр", Sex.MALE),
        ("Смит", "Джон", None),
    ]
    assert slots() == [
        ("Алгебра", 1, 1, "12", year.starts, None),
        ("Алгебра", 3, 2, "12", year.starts, None),
        ("Английский язык", 4, 3, "21", year.starts, None),
        ("Английский язык", 4, 3, "22", year.starts, None),
        ("Физика", 2, 1, "14", year.starts, None),
    ]
    assert len(rows(CourseTeacher, CourseTeacher.id)) == 4
    assert len(rows(BellTime, BellTime.id)) == 9
    assert change.changed == 1 + 4 + 3 + 4 + 2 + 4 + 4 + 9 + 5


@pytest.mark.req("S5", "S8")
def test_of_two_imports_that_make_the_same_year_the_second_is_told(app):
    answers = []

    def another():
        with app.app_context():
            seen = preview(school_file()).state
            ready.set()
            try:
                load(school_file(), seen=seen)
            except (Conflict, Refused) as refusal:
                answers.append(str(refusal))
            db.session.remove()

    ready, thread = Event(), Thread(target=another)
    with unit_of_work("import", ADMIN):
        import_timetable(ADMIN, document=document(school_file()), today=TODAY)
        thread.start()
        assert ready.wait(20)
        thread.join(1)
        assert answers == []
    thread.join(30)
    assert len(answers) == 1
    assert len(rows(AcademicYear, AcademicYear.id)) == 1


@pytest.mark.req("S8")
def test_the_same_file_again_changes_nothing(app):
    load(school_file())
    before = slots(), rows(CourseTeacher, CourseTeacher.id, CourseTeacher.until)
    assert preview(school_file()).changed == 0
    assert load(school_file()).changed == 0
    assert load(school_file(), since=LATER).changed == 0
    assert (slots(), rows(CourseTeacher, CourseTeacher.id, CourseTeacher.until)) == before


@pytest.mark.req("S8")
def test_other_ids_case_and_padding_change_nothing(app):
    load(school_file())
    other = school_file().replace('"cp', '"zz').replace('"t', '"X').replace(",t", ",X")
    other = other.replace('name="7А"', 'name=" 7 - а "').replace('name="12"', 'name="12 "')
    other = other.replace(f'name="{IVANOVA}"', f'name="{IVANOVA.upper()}"')
    assert load(other).changed == 0


@pytest.mark.req("S5", "S8")
def test_a_corrected_file_changes_what_it_corrects_from_its_date_on(app):
    load(school_file())
    change = load(school_file(algebra_at=(5, 4)), since=LATER)
    assert change.changed == 1
    day_before = LATER - dt.timedelta(1)
    assert [s for s in slots() if s[0] == "Алгебра"] == [
        ("Алгебра", 1, 1, "12", D(2026, 9, 1), day_before),
        ("Алгебра", 3, 2, "12", D(2026, 9, 1), None),
        ("Алгебра", 5, 4, "12", LATER, None),
    ]
    assert len(slots(on=TODAY)) == len(slots(on=LATER)) == 5
    assert load(school_file(algebra_at=(5, 4)), since=LATER).changed == 0


@pytest.mark.req("S8", "P2")
def test_a_new_teacher_begins_and_the_former_one_ends(app):
    load(school_file())
    load(school_file(teacher="Новикова Ольга Сергеевна"), since=LATER)
    algebra = db.select(Course.id).join(Course.subject).where(Subject.name == "Алгебра")
    taught = db.session.execute(
        db.select(Staff.last_name, CourseTeacher.since, CourseTeacher.until)
        .join(CourseTeacher.staff)
        .where(CourseTeacher.course_id.in_(algebra))
        .order_by(CourseTeacher.id)
    ).all()
    assert taught == [
        ("Иванова", D(2026, 9, 1), LATER - dt.timedelta(1)),
        ("Новикова", LATER, None),
    ]


@pytest.mark.req("S8", "P2")
def test_a_teacher_whom_a_person_gave_the_course_keeps_it(app):
    load(school_file())
    course = db.session.scalars(db.select(Course)).first()
    factories.save(
        CourseTeacher(course=course, staff=factories.make_staff("Помощникова"), since=D(2026, 9, 1))
    )
    assert load(school_file(), since=LATER).changed == 0


@pytest.mark.req("S5", "S8")
def test_a_correction_on_the_day_of_the_first_import_leaves_no_trace_of_the_error(app):
    load(school_file(), today=D(2026, 8, 25))
    load(school_file(algebra_at=(5, 4)), today=D(2026, 8, 25))
    assert [s[1:3] for s in slots() if s[0] == "Алгебра"] == [(3, 2), (5, 4)]


@pytest.mark.req("S5", "S8")
def test_lessons_made_from_a_withdrawn_slot_go_when_lessons_are_made_again(app):
    load(school_file(), today=D(2026, 8, 25))
    year = db.session.scalars(db.select(AcademicYear)).one()
    scope = Scope(year, D(2026, 9, 1), D(2026, 9, 30))
    with unit_of_work("form", ADMIN):
        make_lessons(ADMIN, scope=scope, today=D(2026, 8, 25))
    load(school_file(algebra_at=(5, 4)), today=D(2026, 8, 25))
    with unit_of_work("form", ADMIN):
        make_lessons(ADMIN, scope=scope, today=D(2026, 8, 25))
    algebra = db.select(Course.id).join(Course.subject).where(Subject.name == "Алгебра")
    days = db.session.scalars(db.select(Lesson.day).where(Lesson.course_id.in_(algebra)))
    assert {day.isoweekday() for day in days} == {3, 5}
    assert load(school_file(algebra_at=(5, 4)), today=D(2026, 8, 25)).changed == 0


@pytest.mark.req("S8")
def test_classes_that_the_file_does_not_name_keep_their_timetable(app):
    load(asc([Line("Химия", "8Б", PETROV)], [Card(1, 1, 5, "33")]))
    change = load(school_file())
    assert ("Химия", 1, 5, "33", D(2026, 9, 1), None) in slots()
    assert "Нет в файле, их расписание не меняется: 8Б." in change.problems


@pytest.mark.req("S8")
def test_a_file_of_one_day_leaves_the_other_days(app):
    monday = sgo_week('<Lesson timeId="2"><csg id="13" roomid="5"/></Lesson>')
    tuesday = monday.replace('wd="2"', 'wd="3"')
    load(sgo(monday))
    change = load(sgo(tuesday))
    assert change.rows.close == []
    assert [s[1] for s in slots()] == [1, 2]


@pytest.mark.req("S8")
def test_two_equal_weeks_are_every_week(app):
    week = sgo_week('<Lesson timeId="2"><csg id="13" roomid="5"/></Lesson>')
    load(sgo(week + week))
    assert rows(None, Slot.week) == [("every",)]


def near_school():
    factories.make_year()
    staff = factories.make_staff("Иванова")
    return staff, factories.make_subject("Алгебра")


@pytest.mark.req("S8")
def test_a_near_name_is_asked_and_nothing_is_entered_undecided(app):
    staff, _subject = near_school()
    change = preview(school_file(teacher="Иванова А.П."))
    question = change.questions[0]
    assert [(q.kind, q.name, [c.name for c in q.candidates]) for q in change.questions] == [
        ("teacher", "Иванова А. П.", [IVANOVA])
    ]
    with pytest.raises(Refused) as refused:
        load(school_file(teacher="Иванова А.П."))
    assert str(refused.value) == (
        "Решите, одно ли это и то же: «Иванова А. П.» — «Иванова Анна Петровна»."
    )
    assert rows(SchoolClass, SchoolClass.id) == []
    same = {question.key: str(staff.id)}
    assert load(school_file(teacher="Иванова А.П."), decisions=same).changed > 0
    assert rows(None, Staff.last_name).count(("Иванова",)) == 1


@pytest.mark.req("S8")
def test_a_decision_is_not_asked_for_again_when_nothing_would_change(app):
    staff, _subject = near_school()
    text = school_file(teacher="Иванова А.П.")
    load(text, decisions={preview(text).questions[0].key: str(staff.id)})
    assert load(text).changed == 0


@pytest.mark.req("S8")
def test_a_near_name_may_be_a_new_person(app):
    near_school()
    text = school_file(teacher="Иванова А.П.")
    load(text, decisions={preview(text).questions[0].key: "new"})
    assert rows(None, Staff.last_name, Staff.first_name)[1:3] == [
        ("Иванова", "А."),
        ("Иванова", "Анна"),
    ]
    assert preview(text).questions == []


@pytest.mark.req("S8")
def test_a_decision_for_a_row_that_is_no_candidate_does_not_count(app):
    near_school()
    text = school_file(teacher="Иванова А.П.")
    with pytest.raises(Refused):
        load(text, decisions={preview(text).questions[0].key: "999999"})


CLASHING = asc(
    [Line("Алгебра", "7А", IVANOVA), Line("Физика", "7А", PETROV), Line("Хор", "8Б", IVANOVA)],
    [Card(1, 1, 1, "12"), Card(2, 1, 1, "14"), Card(3, 1, 1, "15")],
)


@pytest.mark.req("S5", "S8")
def test_clashes_are_named_and_refused_unless_the_person_accepts_them(app):
    change = preview(CLASHING)
    assert sorted(str(clash.kind) for clash in change.clashes) == ["class", "teacher"]
    with pytest.raises(Refused) as refused:
        load(CLASHING)
    assert "7А" in str(refused.value)
    assert IVANOVA in str(refused.value)
    assert slots() == []
    load(CLASHING, accept_clashes=True)
    assert len(slots()) == 3
    assert load(CLASHING).changed == 0


@pytest.mark.req("S5", "S8")
@pytest.mark.parametrize(
    ("lessons", "cards"),
    [
        # a joint lesson of two classes, with and without a room
        ([Line("Хор", "7А;7Б", IVANOVA)], [Card(1, 1, 1, "12")]),
        ([Line("Хор", "7А;7Б", IVANOVA)], [Card(1, 1, 1)]),
        # two lines of the load that are one lesson
        (
            [Line("Хор", "7А", IVANOVA), Line("Хор", "7Б", IVANOVA)],
            [Card(1, 1, 1, "1"), Card(2, 1, 1, "1")],
        ),
        # weeks A and B
        (
            [Line("ОБЖ", "7А", IVANOVA), Line("Труд", "7А", IVANOVA)],
            [Card(1, 1, 1, "1", weeks="10"), Card(2, 1, 1, "1", weeks="01")],
        ),
        # a gym of two classes
        (
            [Line("Физкультура", "7А", IVANOVA), Line("Физкультура", "7Б", PETROV)],
            [Card(1, 1, 1, "зал"), Card(2, 1, 1, "зал")],
        ),
    ],
)
def test_what_only_looks_like_a_clash_is_none(app, lessons, cards):
    assert load(asc(lessons, cards)).clashes == []


@pytest.mark.req("S5", "S8")
def test_a_room_taken_twice_is_told_and_does_not_refuse(app):
    lessons = [Line("Хор", "7А", IVANOVA), Line("Труд", "7Б", PETROV)]
    change = load(asc(lessons, [Card(1, 1, 1, "12"), Card(2, 1, 1, "12")]))
    assert [str(clash.kind) for clash in change.clashes] == ["room"]


@pytest.mark.req("S5", "S8")
def test_a_teacher_busy_in_a_class_outside_of_the_file_clashes(app):
    load(asc([Line("Хор", "8Б", IVANOVA)], [Card(1, 1, 1, "33")]))
    change = preview(school_file())
    assert [str(clash.kind) for clash in change.clashes] == ["teacher"]


@pytest.mark.req("S8")
def test_a_class_with_lessons_on_saturday_gets_a_six_day_week(app):
    load(school_file())
    load(school_file(algebra_at=(6, 1)))
    assert rows(None, SchoolClass.days_per_week) == [(6,)]


@pytest.mark.req("S8")
def test_a_class_without_a_grade_in_its_name_takes_that_of_its_subjects(app):
    lessons = [
        Line("Алгебра", "9А", IVANOVA),
        Line("Чтение", "2А", PETROV),
        Line("Алгебра", "З инд", IVANOVA),
    ]
    cards = [Card(1, 1, 1, "1"), Card(2, 1, 1, "2"), Card(3, 2, 1, "3")]
    change = preview(asc(lessons, cards))
    assert [(g.name, g.grade) for g in change.grades] == [("З инд", 9)]
    load(asc(lessons, cards), decisions={change.grades[0].key: "7"})
    assert rows(None, SchoolClass.name, SchoolClass.grade)[-1] == ("З инд", 7)


@pytest.mark.req("S8")
@pytest.mark.parametrize("name", ["Вакансия", "Вакансия 2", "Нем. яз. 2"])
def test_what_is_no_person_is_not_entered_and_its_lessons_are(app, name):
    change = load(asc([Line("Алгебра", "7А", name)], [Card(1, 1, 1, "1")]))
    assert rows(Staff, Staff.id) == []
    assert len(slots()) == 1
    assert any(f"Учитель «{name}» не заведён" in problem for problem in change.problems)
    assert load(asc([Line("Алгебра", "7А", name)], [Card(1, 1, 1, "1")])).changed == 0


@pytest.mark.req("S8")
def test_a_teacher_with_a_last_name_only_is_entered_once(app):
    text = asc([Line("Алгебра", "7А", "Иванова")], [Card(1, 1, 1, "1")])
    load(text)
    assert rows(None, Staff.last_name, Staff.first_name) == [("Иванова", "Без имени")]
    assert load(text).changed == 0


@pytest.mark.req("S8")
def test_lessons_of_a_quarter_hold_in_its_dates(app):
    factories.make_periods(factories.make_year())
    load(asc([Line("ОБЖ", "7А", IVANOVA)], [Card(1, 1, 1, "1", terms="0100")]))
    assert slots() == [("ОБЖ", 1, 1, "1", D(2026, 11, 2), D(2026, 12, 29))]
    assert load(asc([Line("ОБЖ", "7А", IVANOVA)], [Card(1, 1, 1, "1", terms="0100")])).changed == 0


@pytest.mark.req("S8")
def test_a_preview_that_is_out_of_date_is_refused(app):
    seen = preview(school_file()).state
    factories.make_staff("Новикова")
    with pytest.raises(Conflict):
        load(school_file(), seen=seen)
    assert load(school_file(), seen=preview(school_file()).state).changed > 0


@pytest.mark.req("P4", "S8")
@pytest.mark.parametrize("role", ["director", "deputy", "secretary", "teacher", "parent"])
def test_only_the_administrator_imports(app, role):
    with pytest.raises(Forbidden):
        load(school_file(), actor=factories.actor(role))


@pytest.mark.req("S8")
def test_a_date_outside_of_the_year_and_a_closed_year_are_refused(app):
    factories.make_year(closed_on=D(2026, 10, 1))
    with pytest.raises(Refused):
        load(school_file())
    with pytest.raises(Refused):
        load(school_file(), autumn=2027, since=D(2027, 1, 1))


@pytest.mark.req("S8")
def test_an_import_that_fails_in_the_middle_enters_nothing(app):
    def break_slots(_connection, _cursor, statement, *_rest):
        if statement.startswith("INSERT INTO slot"):
            raise ConnectionError

    event.listen(db.engine, "before_cursor_execute", break_slots)
    with pytest.raises(ConnectionError):
        load(school_file())
    event.remove(db.engine, "before_cursor_execute", break_slots)
    for model in (AcademicYear, SchoolClass, Staff, Subject, Course, Slot):
        assert rows(model, model.id) == []


@pytest.mark.req("S8")
def test_reading_takes_the_same_statements_whatever_the_size(app, statements):
    load(school_file())
    few = statements()
    preview(school_file())
    count = len(few)
    lessons = [Line("Алгебра", f"{n}А", f"{IVANOVA}") for n in range(1, 12)]
    big = asc(lessons, [Card(n, day, n, "1") for n in range(1, 12) for day in (1, 2, 3)])
    load(big, accept_clashes=True)
    many = statements()
    preview(big)
    assert (count, len(many)) == (13, 13)


FILES = [
    ("ru_spb_physmath_2023_cp1251.xml", 31, 92, 692, 1451, 0),
    ("ua_school_2018a_cp1251_nodecl.xml", 28, 42, 359, 747, 0),
    ("hu_gimn_2022_23_v2008.xml", 14, 53, 388, 783, 46),
    ("sgo_ExportCm_excerpt_cp1251.xml", 12, 32, 147, 57, 0),
]


@pytest.mark.req("S5", "S8")
@pytest.mark.parametrize(("name", "classes", "teachers", "lessons", "placements", "clashes"), FILES)
def test_a_real_file_is_taken_whole_and_once(
    app, name, classes, teachers, lessons, placements, clashes
):
    data = shared_file(f"timetable/{name}").read_bytes()
    found = document(data)
    counts = found.counts()
    assert [counts[kind] for kind in ("classes", "teachers", "lessons", "placements")] == [
        classes,
        teachers,
        lessons,
        placements,
    ]
    assert found.skipped == ()
    change = load(data, accept_clashes=clashes > 0)
    assert len(change.clashes) == clashes
    assert len(rows(SchoolClass, SchoolClass.id)) == classes
    assert len(rows(Staff, Staff.id)) == teachers
    assert load(data).changed == 0


@pytest.mark.req("S5", "S8")
def test_a_real_file_with_one_card_moved_changes_one_place(app):
    data = shared_file("timetable/ru_spb_physmath_2023_cp1251.xml").read_bytes()
    load(data)
    card = next(line for line in data.splitlines() if b"<card " in line and b'period="6"' in line)
    moved = data.replace(card, card.replace(b'period="6"', b'period="7"'))
    held = len(slots(on=TODAY))
    assert load(moved, since=LATER).changed == 1
    assert len(slots(on=TODAY)) == len(slots(on=LATER)) == held == 1451


@pytest.mark.req("S8")
def test_a_summary_that_a_school_keeps_in_excel_is_refused_with_the_reason(sqlite_app):
    data = shared_file("timetable/ru_spb_asc_web_export_classes_summary_2021.xlsx").read_bytes()
    with pytest.raises(Refused) as refused:
        document(data)
    assert "Возьмите шаблон" in str(refused.value)


@pytest.mark.req("S8")
@pytest.mark.parametrize("value", ["nan", "999999999999"])
def test_odd_numbers_never_stop_an_import(app, value):
    names = "periodsperweek|periodspercard|grade|capacity"
    text = school_file().replace("<classroom ", '<classroom capacity="" ')
    text = re.sub(rf'\b({names})="[^"]*"', rf'\1="{value}"', text)
    load(text)
    assert len(slots()) == 5
    assert load(text).changed == 0


@pytest.mark.req("S8")
def test_names_longer_than_the_columns_are_cut_and_matched(app):
    long = "Основы духовно-нравственной культуры народов России " * 8
    text = asc(
        [Line(long, "7А", f"{'Длинная' * 20} Анна", groups="г" * 100)],
        [Card(1, 1, 1, "кабинет " * 20)],
        groups={"г" * 100: ("7А", "1")},
    )
    load(text)
    assert len(rows(None, Subject.name)[0][0]) <= 150
    assert load(text).changed == 0


@pytest.mark.req("S5", "S8")
def test_an_earlier_date_lets_later_slots_and_teachers_begin_earlier(app):
    factories.make_year()
    load(school_file(), since=LATER)
    change = load(school_file(), since=TODAY)
    assert change.changed == 5 + 4  # slots and assignments
    assert {s[4:] for s in slots()} == {(TODAY, None)}
    assert rows(None, CourseTeacher.since) == [(TODAY,)] * 4
    assert load(school_file(), since=TODAY).changed == 0


@pytest.mark.req("S8")
def test_a_name_that_the_file_has_itself_is_not_another_one_misspelt(sqlite_app):
    factories.make_year()
    factories.make_staff("Смирнова", first_name="Наталья")
    names = ["Смирнова Наталья Петровна", "Смирнова Наталия Петровна"]
    lessons = [Line("Алгебра", "7А", name) for name in names]
    change = preview(asc(lessons, [Card(1, 1, 1, "1"), Card(2, 1, 2, "1")]))
    assert change.questions == []
    assert [teacher.name for teacher in change.rows.staff] == names[1:]


@pytest.mark.req("S8")
def test_initials_are_asked_about_even_when_the_file_has_the_full_name_too(sqlite_app):
    factories.make_year()
    factories.make_staff("Иванова")
    lessons = [Line("Алгебра", "7А", IVANOVA), Line("Физика", "7А", "Иванова А.П.")]
    change = preview(asc(lessons, [Card(1, 1, 1, "1"), Card(2, 1, 2, "1")]))
    assert [question.name for question in change.questions] == ["Иванова А. П."]


@pytest.mark.req("S8")
def test_one_new_person_written_in_two_ways_is_told(sqlite_app):
    lessons = [Line("Алгебра", "7А", IVANOVA), Line("Физика", "7А", "Иванова А.П.")]
    change = preview(asc(lessons, [Card(1, 1, 1, "1"), Card(2, 1, 2, "1")]))
    told = "«Иванова Анна Петровна» и «Иванова А. П.», возможно, один человек"
    assert change.problems == [f"{told}: запишите имя в файле одинаково."]
