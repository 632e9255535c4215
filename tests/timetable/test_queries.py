import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import true

from app.school.models import CalendarDay
from app.timetable.enums import LessonStatus, WeekKind
from app.timetable.queries import weeks
from app.timetable.queries.clashing import lesson_clashes, year_clashes
from app.timetable.queries.hours import hours_of
from app.timetable.queries.making import Scope, lessons_due
from app.timetable.queries.plan_page import plan_page
from app.timetable.rules.clashes import ClashKind
from tests import factories as make

D = dt.date
FIRST_WEEK = [D(2026, 8, 31) + dt.timedelta(n) for n in range(7)]
ADMIN = make.actor("admin")


@pytest.mark.req("S1", "S5")
def test_lessons_due_follow_shift_week_and_calendar_of_their_class(app, school):
    first, second = make.make_bells(), make.make_bells("2 смена", first=13)
    six = make.make_class(school.year, "10А", days_per_week=6, shift=second.shift)
    course = make.make_course(six, school.algebra.subject, school.teacher)
    make.make_slot(school.algebra, 6, 1)  # a five-day class has no Saturday
    make.make_slot(school.algebra, 5, 1, week=WeekKind.A)
    make.make_slot(course, 6, 1)
    make.save(CalendarDay(day=D(2026, 9, 19), kind="day_off"))
    due = lessons_due(Scope(school.year, D(2026, 9, 7), D(2026, 9, 20)))
    assert [(lesson.course, lesson.day, lesson.starts.hour) for lesson in due] == [
        (school.algebra.id, D(2026, 9, 11), 9),
        (course.id, D(2026, 9, 12), 14),
    ]
    assert first.shift_id != second.shift_id


@pytest.mark.req("S5")
def test_clashes_of_a_year_are_found_among_its_slots(app, school):
    room = make.make_room("12")
    for course in (school.algebra, school.foreign):
        make.make_slot(course, 1, 3, room=room)
    make.make_slot(school.english, 1, 3)
    other_year = make.make_year(name="2025/2026", starts=D(2025, 9, 1), ends=D(2026, 5, 31))
    old = make.make_course(
        make.make_class(other_year, "7А"), school.algebra.subject, school.teacher
    )
    make.make_slot(old, 1, 3, room=room, valid_from=D(2025, 9, 1))
    found = year_clashes(school.year.id)
    assert [(clash.kind, clash.name) for clash in found] == [
        (ClashKind.CLASS, "7А"),
        (ClashKind.ROOM, "12"),
        (ClashKind.TEACHER, "Петрова А. П."),
    ]


@pytest.mark.req("S5", "S7")
def test_cancelled_lesson_clashes_with_nothing(app, school):
    lesson = school.lessons[0]
    lesson.substitute = school.other
    assert [c.kind for c in lesson_clashes(lesson, lesson.day)] == [ClashKind.TEACHER]
    school.foreign_lesson.status = LessonStatus.CANCELLED
    make.save(school.foreign_lesson)
    assert lesson_clashes(lesson, lesson.day) == []


@pytest.mark.req("S5")
def test_week_grid_has_saturday_only_with_lessons_and_the_usual_time_of_each_number(app, school):
    grid = weeks.week_grid(ADMIN, true(), FIRST_WEEK)
    assert [day.isoweekday() for day in grid.days] == [1, 2, 3, 4, 5]
    assert grid.numbers == [2, 3]
    make.make_lesson(school.algebra, D(2026, 9, 5), 2, starts=dt.time(12), ends=dt.time(12, 40))
    grid = weeks.week_grid(ADMIN, true(), FIRST_WEEK)
    assert (len(grid.days), grid.times[2]) == (6, "10:00–10:40")


@pytest.mark.req("S3", "J4")
def test_hours_of_a_course_by_every_source(app, school):
    make.make_slot(school.algebra, 1, 3)
    make.make_slot(school.algebra, 2, 3, week=WeekKind.A)
    make.make_slot(school.algebra, 3, 3, valid_to=D(2026, 9, 1))
    make.make_plan(school.algebra, "А", "Б")
    school.lessons[0].topic = "А"
    school.lessons[2].status = LessonStatus.CANCELLED
    make.save(*school.lessons)
    (row,) = hours_of([school.algebra], D(2026, 9, 4))
    assert (row.hours.by_timetable_week, row.hours.lessons_year, row.hours.by_plan) == (
        Decimal("1.5"),
        2,
        2,
    )
    assert (row.progress.planned, row.progress.given, row.progress.lag) == (2, 1, 1)
    assert hours_of([], D(2026, 9, 4)) == []


@pytest.mark.req("J4")
def test_plan_page_counts_the_hours_of_a_topic_and_names_what_has_no_lesson(app, school):
    plan = make.make_plan(school.algebra, "А", "Б")
    plan.topics[0].hours = 3
    school.lessons[0].plan_topic = school.lessons[2].plan_topic = plan.topics[0]
    school.lessons[1].status = LessonStatus.CANCELLED
    make.save(plan, *school.lessons)
    page = plan_page(school.algebra, D(2026, 9, 1))
    assert [(row.hour, row.cancelled) for row in page.rows] == [
        ("1/3", False),
        ("", True),
        ("2/3", False),
    ]
    assert [(topic.title, hours) for topic, hours in page.without_lesson] == [("А", 1), ("Б", 1)]
