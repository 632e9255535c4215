"""What the diary reads: the pupil's own lessons, and nothing of others [M5 P5]."""

import datetime as dt

import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.core.db import db, unit_of_work
from app.core.errors import NotFound
from app.diary import operations
from app.diary.queries.days import diary_week
from app.diary.queries.fresh import families, fresh_marks, watched
from app.diary.queries.period import diary_period
from app.plan.models import PlanTopic
from app.results.models import Result
from app.school.models import Vacation
from app.timetable.enums import LessonStatus
from tests.diary.scene import MONDAY, NOW, TODAY, as_parent, as_pupil, give_homework, give_mark
from tests.factories import (
    actor,
    make_class,
    make_course,
    make_lesson,
    make_plan,
    make_pupil,
    make_room,
    make_subject,
    save,
)

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.req("M5")]  # on both databases

DAY = dt.timedelta(1)


def week_of(pupil, day=TODAY, today=TODAY):
    return diary_week(as_pupil(pupil), pupil.id, day, today)


def lessons_of(pupil, **values) -> list:
    """Lessons of the week in order of time."""
    week = week_of(pupil, **values)
    days = sorted([*week.leading, *week.others], key=lambda day: day.on)
    return [lesson for day in days for lesson in day.lessons]


def test_a_week_has_the_lessons_of_class_and_own_subgroup_in_order(school):
    inside, outside = school.pupils[0], school.pupils[2]
    names = [(one.place.day.day, one.place.subject) for one in lessons_of(inside)]
    assert names == [(1, "Алгебра"), (1, "Английский язык"), (2, "Алгебра"), (3, "Алгебра")]
    assert {one.place.subject for one in lessons_of(outside)} == {"Алгебра"}
    assert [one.place.subject for one in lessons_of(school.foreign_pupil)] == ["Химия"]


def test_today_and_the_next_day_come_first_the_rest_in_order(school):
    make_lesson(school.algebra, MONDAY + 7 * DAY, 2)
    week = week_of(school.pupils[0])
    assert [day.on.day for day in week.leading] == [3, 7]
    assert [day.on.day for day in week.others] == [31, 1, 2, 4]
    before = week_of(school.pupils[0], day=MONDAY - 7 * DAY)
    assert (before.leading, [day.on.day for day in before.others]) == ([], [24, 25, 26, 27, 28])


def test_a_lesson_has_its_topic_place_and_who_holds_it(school):
    lesson = school.lessons[0]
    lesson.topic, lesson.substitute, lesson.room = "Дроби", school.other, make_room("12")
    save(lesson)
    make_lesson(school.algebra, TODAY, 5, status=LessonStatus.CANCELLED)
    first, *_rest, last = lessons_of(school.pupils[2])
    assert (first.topic, first.place.room, first.place.time) == ("Дроби", "12", "10:00–10:40")
    assert (first.place.teacher, first.place.instead_of) == ("Петрова А. П.", "Иванова А. П.")
    assert (last.place.cancelled, first.place.cancelled) == (True, False)


def test_several_marks_of_a_lesson_say_what_they_are_for_and_their_weight(school):
    own, other = school.pupils[2], school.pupils[1]
    give_mark(school, own, "4")
    give_mark(school, own, "2", code="К", title="Дроби")
    give_mark(school, other, "3", code="Ч")  # a written work concerns everybody, its mark does not
    give_mark(school, other, "3")
    give_mark(school, own, None)
    first = lessons_of(own)[0]
    assert [(one.mark, one.kind, one.title, one.weight) for one in first.works] == [
        ("4", "ответ на уроке", "", 1),
        ("2", "контрольная", "Дроби", 2),
        ("", "сочинение", "", 1),
    ]
    assert ([one.mark for one in first.marks], [one.kind for one in first.announced]) == (
        ["4", "2"],
        ["сочинение"],
    )


def test_a_work_of_the_lesson_plan_is_announced_until_a_work_is_entered(school):
    make_plan(school.algebra, "Контрольная")
    topic = db.session.scalars(db.select(PlanTopic)).one()
    topic.work_kind, school.lessons[2].plan_topic = school.kinds["К"], topic
    save(topic, school.lessons[2])
    pupil = school.pupils[2]
    assert [one.kind for one in lessons_of(pupil)[2].announced] == ["контрольная"]
    give_mark(school, pupil, "4", lesson=2, code="К", title="№ 1")
    assert [(one.title, one.mark) for one in lessons_of(pupil)[2].works] == [("№ 1", "4")]


def test_absence_and_lateness_are_the_pupils_own(school):
    own, other = school.pupils[2], school.pupils[1]
    save(
        Absence(lesson=school.lessons[0], pupil=own, kind=AbsenceKind.LATE, minutes=5),
        Absence(lesson=school.lessons[1], pupil=other, kind=AbsenceKind.ILL),
        Absence(lesson=school.lessons[2], pupil=own, kind=None),
    )
    assert [(one.absence, one.minutes) for one in lessons_of(own)] == [
        (AbsenceKind.LATE, 5),
        (None, None),
        (None, None),
    ]


def test_homework_stands_at_the_lesson_that_it_is_for(school):
    own, other = school.pupils[2], school.pupils[1]
    give_homework(school.lessons[0], "§ 1")
    give_homework(school.lessons[0], "карточка", own)
    give_homework(school.lessons[0], "чужая карточка", other)
    give_homework(school.lessons[2], "§ 3")  # no lesson is made after it
    first, second, third = lessons_of(own)
    assert [one.text for one in second.homework] == ["§ 1", "карточка"]
    assert [one.text for one in third.given] == ["§ 3"]
    assert (first.homework, first.given, second.given, third.homework) == ([], [], [], [])


def test_homework_passes_over_a_cancelled_lesson_and_a_vacation(school):
    school.lessons[1].status = LessonStatus.CANCELLED
    save(school.lessons[1])
    give_homework(school.lessons[0], "§ 1")
    give_homework(school.lessons[2], "на каникулы")
    later = make_lesson(school.algebra, TODAY + 20 * DAY)
    pupil = school.pupils[2]
    assert [[task.text for task in one.homework] for one in lessons_of(pupil)] == [[], [], ["§ 1"]]
    (after,) = lessons_of(pupil, day=later.day)
    assert [task.text for task in after.homework] == ["на каникулы"]


def test_a_pupil_who_changed_the_class_within_the_week_has_lessons_of_both(school):
    new = make_class(school.year, "7Б")
    pupil = make_pupil(school.class_7a, "Переходов", until=dt.date(2026, 9, 1))
    stay = type(pupil.class_stays[0])
    save(stay(pupil=pupil, school_class=new, since=dt.date(2026, 9, 2)))
    course = make_course(new, make_subject("Физика"), school.teacher)
    make_lesson(course, dt.date(2026, 9, 1), 4)
    make_lesson(course, dt.date(2026, 9, 2), 4)
    give_mark(school, pupil, "5")
    week = week_of(pupil)
    names = [(one.place.day.day, one.place.school_class) for one in lessons_of(pupil)]
    assert (names, week.school_class.name) == ([(1, "7А"), (2, "7Б")], "7Б")
    period = diary_period(as_pupil(pupil), pupil.id, None, TODAY)
    assert [(one.name, [m.value for m in one.marks]) for one in period.courses] == [
        ("Алгебра", ["5"]),
        ("Физика", []),
    ]


def test_a_week_without_lessons_says_why_and_where_the_next_are(school):
    day = dt.date(2026, 10, 28)
    save(Vacation(year=school.year, name="Осенние каникулы", starts=day - DAY, ends=day + DAY))
    make_lesson(school.algebra, dt.date(2026, 11, 9))
    week = week_of(school.pupils[2], day=day)
    assert [str(one.note) for one in week.others] == ["", *["Осенние каникулы"] * 3, ""]
    assert week.next_lessons == dt.date(2026, 11, 9)
    assert week_of(school.pupils[2]).next_lessons is None


def test_a_pupil_who_left_has_no_lessons_and_no_class(school):
    gone = make_pupil(school.class_7a, "Ушедший", until=MONDAY + DAY)
    week = week_of(gone, day=MONDAY + 7 * DAY)
    assert (week.school_class, week.leading, week.next_lessons) == (None, [], None)


@pytest.mark.req("P5")
def test_the_diary_of_others_is_none(school):
    own, other = school.pupils[0].id, school.foreign_pupil.id
    for who in (as_pupil(school.pupils[0]), as_parent(school.pupils[0]), actor("deputy")):
        for read in (
            lambda who=who: diary_week(who, other, TODAY, TODAY),
            lambda who=who: diary_period(who, other, None, TODAY),
        ):
            with pytest.raises(NotFound):
                read()
    assert diary_week(as_parent(school.pupils[0]), own, TODAY, TODAY).dates[0] == MONDAY


# New marks.


def fresh(who, pupil) -> list:
    return [(row.value, row.subject, row.day.day) for row in fresh_marks(who, pupil.id, TODAY)]


def see(who, pupil) -> int:
    rows = fresh_marks(who, pupil.id, TODAY)
    with unit_of_work("page", who):
        return operations.see_marks(
            who, pupil_id=pupil.id, seen=[(row.id, row.version) for row in rows], now=NOW
        )


def test_a_mark_is_new_to_each_person_until_that_person_has_seen_it(school):
    pupil = school.pupils[2]
    mark = give_mark(school, pupil, "4")
    give_mark(school, school.pupils[1], "2")
    parent, child = as_parent(pupil), as_pupil(pupil)
    assert fresh(parent, pupil) == fresh(child, pupil) == [("4", "Алгебра", 1)]
    assert lessons_of(pupil)[0].works[0].fresh is True
    assert (see(child, pupil), see(child, pupil)) == (1, 0)
    assert (fresh(child, pupil), lessons_of(pupil)[0].works[0].fresh) == ([], False)
    assert fresh(parent, pupil) == [("4", "Алгебра", 1)]
    mark.value = "5"
    save(mark)
    assert fresh(child, pupil) == [("5", "Алгебра", 1)]
    assert (see(child, pupil), fresh(child, pupil)) == (1, [])


def test_marks_of_long_ago_and_marks_taken_back_are_no_news(school):
    pupil = school.pupils[2]
    give_mark(school, pupil, None)
    give_mark(school, pupil, "4")
    who = as_pupil(pupil)
    assert [len(fresh_marks(who, pupil.id, TODAY + days * DAY)) for days in (29, 30)] == [1, 0]


# What the class teacher sees.


def test_the_class_teacher_sees_which_families_have_seen_the_marks(school):
    abramov, yolkin, _zhukov = school.pupils
    for pupil, count in ((abramov, 2), (yolkin, 1)):
        for _number in range(count):
            give_mark(school, pupil)
    parent = as_parent(abramov)
    see(as_pupil(abramov), abramov)  # the pupil's own reading is not the parents'
    head = actor("class_teacher", staff_id=school.head.id)
    state = lambda: [  # noqa: E731
        (one.pupil.last_name, one.unseen, one.reachable, [at for _who, at in one.guardians])
        for one in families(head, school.class_7a.id, TODAY)[1]
    ]
    assert state() == [
        ("Абрамов", 2, True, [None]),
        ("Ёлкин", 1, False, []),
        ("Жуков", 0, False, []),
    ]
    assert see(parent, abramov) == 2
    assert state()[0] == ("Абрамов", 0, True, [NOW])


@pytest.mark.req("P3", "P4")
def test_only_the_class_teacher_and_the_leaders_watch_the_families(school):
    head = actor("class_teacher", staff_id=school.head.id)
    assert [one.name for one in watched(head, TODAY)] == ["7А"]
    assert [one.name for one in watched(actor("deputy"), TODAY)] == ["7А", "8Б"]
    assert watched(actor("class_teacher"), TODAY) == []
    for who in (head, actor("class_teacher", staff_id=school.teacher.id), actor("parent")):
        with pytest.raises(NotFound):
            families(who, school.class_8b.id, TODAY)


# Marks of a period.


def test_a_period_has_marks_average_and_what_it_leads_to_by_course(school):
    pupil = school.pupils[0]
    give_mark(school, pupil, "4")
    give_mark(school, pupil, "5", lesson=1, code="К")
    give_mark(school, school.pupils[1], "2")
    found = diary_period(as_pupil(pupil), pupil.id, None, TODAY)
    assert (found.period.name, found.school_class.name) == ("1 четверть", "7А")
    assert [(one.name, str(one.average), one.leads_to) for one in found.courses] == [
        ("Алгебра", "4.67", "5"),
        ("Английский язык", "None", None),
    ]
    assert [(mark.value, mark.kind, mark.weight) for mark in found.courses[0].marks] == [
        ("4", "ответ на уроке", 1),
        ("5", "контрольная", 2),
    ]


@pytest.mark.req("R3")
def test_a_period_that_goes_on_has_a_forecast_and_what_would_change_it(school):
    pupil = school.pupils[0]
    for lesson in (0, 1, 2):
        give_mark(school, pupil, "4", lesson=lesson)
    give_mark(school, pupil, "•")
    make_lesson(school.algebra, TODAY + 4 * DAY)
    make_lesson(school.algebra, TODAY + 5 * DAY, status=LessonStatus.CANCELLED)
    algebra = diary_period(as_pupil(pupil), pupil.id, None, TODAY).courses[0]
    assert (algebra.outlook.held, algebra.outlook.ahead) == (3, 1)
    assert (algebra.outlook.expected.result, str(algebra.outlook.expected.average)) == ("4", "4.00")
    assert [(aim.result, aim.fives) for aim in algebra.outlook.aims] == [("5", 3)]
    later = dt.date(2026, 12, 1)
    over = diary_period(as_pupil(pupil), pupil.id, school.periods[0].id, later).courses[0]
    assert (over.outlook, over.leads_to) == (None, "4")


@pytest.mark.req("R1")
def test_results_are_seen_as_soon_as_they_are_set(school):
    pupil, first, year = school.pupils[0], school.periods[0], school.periods[-1]
    save(
        Result(course=school.algebra, period=first, pupil=pupil, value="4"),
        Result(course=school.algebra, period=year, pupil=pupil, value=None),
        Result(course=school.algebra, period=first, pupil=school.pupils[1], value="2"),
    )
    found = diary_period(as_pupil(pupil), pupil.id, first.id, TODAY)
    assert (found.results, found.summed_up) == ({"Алгебра": {first.id: "4"}}, {first.id})
    assert [one.result for one in found.courses] == ["4", ""]


def test_the_period_is_one_of_the_class(school):
    pupil = school.pupils[0]
    half_year = next(one for one in school.periods if one.first_grade == 10)
    year = school.periods[-1]
    names = [one.name for one in diary_period(as_pupil(pupil), pupil.id, None, TODAY).parts]
    assert names == ["1 четверть", "2 четверть", "3 четверть", "4 четверть"]
    for other in (half_year, year):
        with pytest.raises(NotFound):
            diary_period(as_pupil(pupil), pupil.id, other.id, TODAY)


@pytest.mark.req("T1")
def test_missed_lessons_are_counted_as_in_the_reports(school):
    pupil = school.pupils[2]
    save(
        Absence(lesson=school.lessons[0], pupil=pupil, kind=AbsenceKind.ILL),
        Absence(lesson=school.lessons[1], pupil=pupil, kind=AbsenceKind.LATE),
        Absence(lesson=school.lessons[0], pupil=school.pupils[1], kind=AbsenceKind.ILL),
    )
    found = diary_period(as_pupil(pupil), pupil.id, None, TODAY).missed
    assert (found.lessons, found.days, found.late) == (1, 1, 1)


def test_without_a_class_there_is_no_period(school):
    newcomer = make_pupil(None, "Новый")
    assert diary_period(as_pupil(newcomer), newcomer.id, None, TODAY) is None
