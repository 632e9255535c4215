import datetime as dt
import threading

import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.journal.models import Homework, Task
from app.school.enums import DayKind
from app.school.models import AcademicYear, CalendarDay, Vacation
from app.timetable.enums import LessonStatus, WeekKind
from app.timetable.models import Lesson, Slot
from app.timetable.operations import lessons, placing, slots
from app.timetable.operations.making import make_lessons
from app.timetable.queries.making import Scope, remaking_of
from tests import factories

D, T = dt.date, dt.time
ADMIN = factories.actor("admin")
TODAY = D(2026, 9, 14)  # a Monday; the world's lessons are on 1–3 September
FIRST, LAST = D(2026, 9, 14), D(2026, 9, 27)


def make(scope, actor=ADMIN, today=TODAY):
    with unit_of_work("page", actor):
        return make_lessons(actor, scope=scope, today=today)


def span(school, first=FIRST, last=LAST, **values):
    return Scope(school.year, first, last, **values)


def days(course):
    rows = db.session.scalars(
        db.select(Lesson).where(Lesson.course_id == course.id, Lesson.day >= FIRST)
    )
    return sorted((lesson.day, lesson.number) for lesson in rows)


def totals(report):
    return [sum(n.values()) for n in (report.added, report.changed, report.removed)]


@pytest.mark.req("S5")
def test_lessons_are_made_with_bells_room_and_teacher(app, school):
    factories.make_bells()
    room = factories.make_room()
    slot = factories.make_slot(school.algebra, 1, 3, room=room)
    factories.save(
        CalendarDay(day=D(2026, 9, 21), kind=DayKind.DAY_OFF),
        CalendarDay(day=D(2026, 9, 26), kind=DayKind.WORKING, follows_weekday=1),
    )
    report = make(span(school))
    assert totals(report) == [2, 0, 0]
    made = db.session.scalars(
        db.select(Lesson).where(Lesson.slot_id == slot.id).order_by(Lesson.day)
    ).all()
    assert [(x.day, x.number, x.starts, x.ends, x.room_id, x.teacher_id) for x in made] == [
        (D(2026, 9, 14), 3, T(11), T(11, 40), room.id, school.teacher.id),
        (D(2026, 9, 26), 3, T(11), T(11, 40), room.id, school.teacher.id),
    ]


@pytest.mark.req("S5")
def test_making_again_changes_nothing(app, school):
    factories.make_slot(school.algebra, 1, 3)
    make(span(school))
    before = days(school.algebra)
    assert totals(make(span(school))) == [0, 0, 0]
    assert days(school.algebra) == before


@pytest.mark.req("S5")
def test_two_people_at_once_make_each_lesson_once(app, school):
    factories.make_slot(school.algebra, 1, 3)
    year, made = school.year.id, []

    def another():
        with app.app_context():
            with unit_of_work("page", ADMIN):
                scope = Scope(db.session.get_one(AcademicYear, year), FIRST, LAST)
                made.append(totals(make_lessons(ADMIN, scope=scope, today=TODAY)))
            db.session.remove()

    thread = threading.Thread(target=another)
    with unit_of_work("page", ADMIN):
        make_lessons(ADMIN, scope=span(school), today=TODAY)
        thread.start()
        thread.join(1)
        assert made == []
    thread.join()
    assert (made, len(days(school.algebra))) == ([[0, 0, 0]], 2)


@pytest.mark.req("S5")
def test_scope_narrows_to_classes_and_to_a_course(school):
    factories.make_slot(school.algebra, 1, 3)
    factories.make_slot(school.english, 1, 4)
    factories.make_slot(school.foreign, 1, 5)
    assert len(remaking_of(span(school)).add) == 6
    assert len(remaking_of(span(school, class_ids=(school.class_7a.id,))).add) == 4
    assert len(remaking_of(span(school, course_id=school.english.id)).add) == 2


@pytest.mark.req("S5")
def test_remaking_leaves_lessons_with_records_and_says_why(app, school):
    slot = factories.make_slot(school.algebra, 1, 3)
    make(span(school))
    kept = db.session.scalars(db.select(Lesson).where(Lesson.day == D(2026, 9, 14))).one()
    kept.topic = "Дроби"
    slot = db.session.get(Slot, slot.id)
    slot.weekday = 2
    db.session.commit()
    report = make(span(school))
    assert totals(report) == [2, 0, 1]
    assert [(left.made.day, str(left.reason)) for left in report.left] == [
        (D(2026, 9, 14), "в нём есть записи")
    ]
    assert [day for day, _number in days(school.algebra)] == [
        D(2026, 9, 14),
        D(2026, 9, 15),
        D(2026, 9, 22),
    ]


@pytest.mark.req("S5")
@pytest.mark.parametrize("kind", ["task", "homework", "absence", "topic", "no_homework"])
def test_every_kind_of_record_keeps_its_lesson(app, school, kind):
    factories.make_slot(school.algebra, 1, 3, valid_to=D(2026, 9, 20))
    make(span(school))
    lesson = db.session.scalars(db.select(Lesson).where(Lesson.day == D(2026, 9, 14))).one()
    now = dt.datetime(2026, 9, 14, 12, tzinfo=dt.UTC)
    record = {
        "task": lambda: Task(lesson=lesson, kind=school.kinds["О"]),
        "homework": lambda: Homework(lesson=lesson, text="§ 1", set_at=now),
        "absence": lambda: Absence(lesson=lesson, pupil=school.pupils[0], kind=AbsenceKind.UNKNOWN),
    }.get(kind)
    if record:
        factories.save(record())
    else:
        setattr(lesson, kind, "Дроби" if kind == "topic" else True)
        db.session.commit()
    factories.save(CalendarDay(day=D(2026, 9, 14), kind=DayKind.DAY_OFF))
    report = make(span(school))
    assert (totals(report), len(report.left)) == ([0, 0, 0], 1)


@pytest.mark.req("S5")
def test_vacation_entered_later_takes_lessons_away(app, school):
    factories.make_slot(school.algebra, 1, 3)
    make(span(school))
    factories.save(
        Vacation(year=school.year, name="Карантин", starts=D(2026, 9, 20), ends=D(2026, 9, 27))
    )
    assert totals(make(span(school))) == [0, 0, 1]
    assert days(school.algebra) == [(D(2026, 9, 14), 3)]


@pytest.mark.req("S5", "P4")
def test_only_the_administrator_makes_lessons(school):
    for role in ("director", "deputy", "secretary", "class_teacher", "teacher", "pupil"):
        with pytest.raises(Forbidden):
            make_lessons(factories.actor(role), scope=span(school), today=TODAY)


@pytest.mark.req("S5")
@pytest.mark.parametrize("allowed", [True, False])
def test_teacher_enters_the_own_timetable_where_the_school_allows_it(app, school, allowed):
    school.school.teacher_edits_timetable = allowed
    db.session.commit()
    teacher = factories.actor("teacher", staff_id=school.teacher.id)
    values = {**PLACE, "course": school.algebra}
    with unit_of_work("page", teacher) if allowed else pytest.raises(Forbidden):
        slots.add_slot(teacher, values=values, today=TODAY)
    with pytest.raises(Forbidden):
        slots.add_slot(teacher, values={**values, "course": school.foreign}, today=TODAY)


@pytest.mark.req("S1")
def test_closed_year_and_wrong_spans_are_refused(school):
    for first, last in ((LAST, FIRST), (D(2030, 1, 1), D(2030, 2, 1))):
        with pytest.raises(Refused):
            make_lessons(ADMIN, scope=Scope(school.year, first, last), today=TODAY)
    school.year.closed_on = D(2027, 6, 1)
    with pytest.raises(Refused):
        make_lessons(ADMIN, scope=span(school), today=TODAY)


@pytest.mark.req("S5")
@pytest.mark.parametrize("classes", [1, 4])
def test_making_takes_as_many_statements_for_four_classes_as_for_one(
    app, school, statements, classes
):
    for number in range(classes):
        room = factories.make_class(school.year, f"5{'АБВГ'[number]}")
        course = factories.make_course(room, school.algebra.subject, school.teacher)
        for weekday in range(1, 6):
            factories.make_slot(course, weekday, number + 1)
    year = school.year
    sent = statements()
    with unit_of_work("page", ADMIN):
        report = make_lessons(ADMIN, scope=Scope(year, D(2026, 9, 1), D(2026, 10, 31)), today=TODAY)
    assert sum(report.added.values()) == classes * 44
    assert len([s for s in sent if "audit" not in s]) == 15


def stored(slot):
    return db.session.get(Slot, slot.id)


PLACE = {
    "weekday": 1,
    "lesson_number": 3,
    "week": WeekKind.EVERY,
    "room": None,
    "valid_from": D(2026, 9, 1),
    "valid_to": None,
    "teachers": [],
}


@pytest.mark.req("S5")
def test_clashing_slot_is_refused_with_who_where_and_when(app, school):
    factories.make_slot(school.english, 1, 3)
    with pytest.raises(Refused) as refused, unit_of_work("page", ADMIN):
        slots.add_slot(ADMIN, values={**PLACE, "course": school.foreign}, today=TODAY)
    assert [str(fault.text) for fault in refused.value.faults] == [
        (
            "Понедельник, 3-й урок: учитель Петрова А. П. нужен дважды: "
            "8Б Химия и 7А Английский язык (1 группа)."
        )
    ]
    assert db.session.scalar(db.select(db.func.count(Slot.id))) == 1


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"weekday": 6}, "weekday"),
        ({"lesson_number": 16}, "lesson_number"),
        ({"valid_to": D(2026, 8, 1)}, "valid_to"),
        ({"valid_from": D(2027, 8, 1)}, "valid_from"),
    ],
)
def test_faulty_slot_is_refused_at_its_field(school, values, field):
    with pytest.raises(Refused) as refused:
        slots.add_slot(ADMIN, values={**PLACE, "course": school.algebra, **values}, today=TODAY)
    assert refused.value.faults[0].field == field


@pytest.mark.req("S5")
def test_lessons_to_come_follow_a_changed_slot(app, school):
    slot = factories.make_slot(school.algebra, 4, 3)
    make(span(school))
    with unit_of_work("page", ADMIN):
        slots.change_slot(
            ADMIN, slot=stored(slot), values={"valid_to": D(2026, 9, 17)}, today=TODAY
        )
    assert days(school.algebra) == [(D(2026, 9, 17), 3)]


@pytest.mark.req("S5")
def test_slot_with_held_lessons_stays_in_its_place_but_can_end(app, school):
    slot = factories.make_slot(school.algebra, 1, 3)
    make(span(school))
    later = D(2026, 9, 16)
    with pytest.raises(Refused) as refused, unit_of_work("page", ADMIN):
        slots.change_slot(ADMIN, slot=stored(slot), values={"weekday": 2}, today=later)
    assert [fault.field for fault in refused.value.faults] == ["valid_to"]
    with pytest.raises(Refused), unit_of_work("page", ADMIN):
        slots.remove_slot(ADMIN, slot=stored(slot), today=later)
    with unit_of_work("page", ADMIN):
        slots.change_slot(ADMIN, slot=stored(slot), values={"valid_to": later}, today=later)
    assert days(school.algebra) == [(D(2026, 9, 14), 3)]


@pytest.mark.req("S5")
def test_slot_entered_by_mistake_is_removed_with_its_lessons(app, school):
    slot = factories.make_slot(school.algebra, 1, 3)
    make(span(school))
    with unit_of_work("page", ADMIN):
        slots.remove_slot(ADMIN, slot=stored(slot), today=FIRST)
    assert (days(school.algebra), db.session.scalar(db.select(db.func.count(Slot.id)))) == ([], 0)


def change(lesson, **values):
    with unit_of_work("page", ADMIN):
        lessons.change_lesson(ADMIN, lesson=db.session.get(Lesson, lesson.id), values=values)


def statuses(course):
    rows = db.session.scalars(
        db.select(Lesson)
        .where(Lesson.course_id == course.id, Lesson.day >= FIRST)
        .order_by(Lesson.day, Lesson.number)
    )
    return [(lesson.day.day, lesson.number, lesson.status.value) for lesson in rows]


@pytest.mark.req("S5")
def test_moved_lesson_does_not_come_back_when_lessons_are_made_again(app, school):
    factories.make_slot(school.algebra, 1, 3)
    make(span(school))
    lesson = db.session.scalars(db.select(Lesson).where(Lesson.day == D(2026, 9, 14))).one()
    change(lesson, day=D(2026, 9, 16), number=5)
    moved = [(14, 3, "cancelled"), (16, 5, "held"), (21, 3, "held")]
    assert statuses(school.algebra) == moved
    assert totals(make(span(school))) == [0, 0, 0]
    assert statuses(school.algebra) == moved
    change(lesson, day=D(2026, 9, 14), number=3)
    assert statuses(school.algebra) == [(14, 3, "held"), (21, 3, "held")]


@pytest.mark.req("S5")
def test_cancelled_lesson_stays_cancelled_and_can_be_restored(app, school):
    factories.make_slot(school.algebra, 1, 3)
    make(span(school))
    lesson = db.session.scalars(db.select(Lesson).where(Lesson.day == D(2026, 9, 14))).one()
    with unit_of_work("page", ADMIN):
        lessons.cancel_lesson(ADMIN, lesson_id=lesson.id)
    make(span(school))
    assert statuses(school.algebra) == [(14, 3, "cancelled"), (21, 3, "held")]
    with unit_of_work("page", ADMIN):
        lessons.restore_lesson(ADMIN, lesson_id=lesson.id)
    assert statuses(school.algebra) == [(14, 3, "held"), (21, 3, "held")]


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"day": D(2026, 9, 15)}, "day"),
        ({"number": 7}, "day"),
        ({"status": LessonStatus.CANCELLED}, "status"),
    ],
)
def test_lesson_with_records_is_neither_moved_nor_cancelled(app, school, values, field):
    lesson = school.lessons[0]
    lesson.topic = "Дроби"
    db.session.commit()
    with pytest.raises(Refused) as refused:
        change(lesson, **values)
    assert [fault.field for fault in refused.value.faults] == [field]


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (D(2026, 9, 5), "05.09.2026 — не учебный день 7А: Выходной день."),
        (D(2026, 11, 4), "04.11.2026 — не учебный день 7А: День народного единства."),
    ],
)
def test_lesson_is_not_moved_to_a_day_off(school, day, reason):
    with pytest.raises(Refused) as refused:
        change(school.lessons[0], day=day)
    assert [str(fault.text) for fault in refused.value.faults] == [reason]


@pytest.mark.req("S5", "S7")
def test_substitute_who_teaches_at_that_time_is_refused(app, school):
    # algebra of 7А is the 2nd lesson of 1 September, and so is the chemistry of `other` in 8Б
    with pytest.raises(Refused) as refused:
        change(school.lessons[0], substitute=school.other)
    assert [str(fault.text) for fault in refused.value.faults] == [
        "Вторник, 2-й урок: учитель Петрова А. П. нужен дважды: 7А Алгебра и 8Б Химия."
    ]
    change(school.lessons[1], substitute=school.other)
    assert db.session.get(Lesson, school.lessons[1].id).substitute_id == school.other.id


@pytest.mark.req("S5")
def test_extra_lesson_gets_bells_and_teacher_and_survives_remaking(app, school):
    factories.make_bells()
    with unit_of_work("page", ADMIN):
        lessons.add_lesson(
            ADMIN, course=school.algebra, values={"day": FIRST, "number": 5, "room": None}
        )
    extra = db.session.scalars(db.select(Lesson).where(Lesson.day == FIRST)).one()
    assert (extra.starts, extra.teacher_id) == (T(13), school.teacher.id)
    assert totals(make(span(school))) == [0, 0, 0]
    with unit_of_work("page", ADMIN):
        lessons.remove_lesson(ADMIN, lesson=db.session.get(Lesson, extra.id))
    assert days(school.algebra) == []


def planned(course):
    rows = db.session.scalars(
        db.select(Lesson)
        .where(Lesson.course_id == course.id, Lesson.status == LessonStatus.HELD)
        .order_by(Lesson.day, Lesson.number)
    )
    return [lesson.plan_topic and lesson.plan_topic.title for lesson in rows]


@pytest.mark.req("J4")
def test_plan_is_placed_and_shifted(app, school):
    factories.make_plan(school.algebra, "А", "Б")
    teacher = factories.actor("teacher", staff_id=school.teacher.id)
    today = D(2026, 9, 1)
    with unit_of_work("page", teacher):
        assert placing.place_plan(teacher, course_id=school.algebra.id, today=today) == 0
    assert planned(school.algebra) == ["А", "Б", None]
    shift = {"course_id": school.algebra.id, "lesson_id": school.lessons[0].id, "today": today}
    with unit_of_work("page", teacher):
        placing.shift_topic(teacher, by=1, every=True, **shift)
    assert planned(school.algebra) == [None, "А", "Б"]
    with unit_of_work("page", teacher):
        placing.shift_topic(
            teacher, by=-1, every=True, **{**shift, "lesson_id": school.lessons[1].id}
        )
    with unit_of_work("page", teacher):
        placing.shift_topic(teacher, by=1, every=False, **shift)
    assert planned(school.algebra) == ["Б", "А", None]


@pytest.mark.req("J4")
def test_topics_follow_when_a_lesson_is_cancelled_or_added_and_shifts_survive(app, school):
    factories.make_plan(school.algebra, "А", "Б")
    today = D(2026, 9, 1)
    with unit_of_work("page", ADMIN):
        placing.place_plan(ADMIN, course_id=school.algebra.id, today=today)
        placing.shift_topic(
            ADMIN,
            course_id=school.algebra.id,
            lesson_id=school.lessons[1].id,
            by=1,
            every=True,
            today=today,
        )
    assert planned(school.algebra) == ["А", None, "Б"]
    with unit_of_work("page", ADMIN):
        lessons.add_lesson(ADMIN, course=school.algebra, values={"day": FIRST, "number": 5})
    change(school.lessons[0], status=LessonStatus.CANCELLED)
    assert planned(school.algebra) == ["А", None, "Б"]


@pytest.mark.req("J4")
def test_lessons_made_later_get_their_topics(app, school):
    factories.make_plan(school.foreign, "А", "Б", "В")
    factories.make_slot(school.foreign, 1, 3)
    make(span(school))
    assert planned(school.foreign) == ["А", "Б", "В"]


@pytest.mark.req("J4", "P2")
def test_foreign_teacher_neither_places_nor_shifts(school):
    foreign = factories.actor("teacher", staff_id=school.other.id)
    head = factories.actor("class_teacher", staff_id=school.head.id)
    for actor, error in ((foreign, NotFound), (head, Forbidden)):
        with pytest.raises(error):
            placing.place_plan(actor, course_id=school.algebra.id, today=TODAY)
