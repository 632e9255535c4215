import datetime as dt

import pytest

from app.classes.models import ClassMembership, SubgroupMembership
from app.core.errors import NotFound
from app.outages.enums import Filling
from app.outages.operations.sheets import record_sheets
from app.outages.queries import forms as queries
from app.outages.queries.forms import Scope
from app.plan.models import LessonPlan, PlanTopic
from app.school.models import Vacation
from app.timetable.enums import LessonStatus
from tests import factories as make

FIRST, LAST, TODAY = dt.date(2026, 9, 1), dt.date(2026, 9, 5), dt.date(2026, 9, 1)
NOW = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC)


def forms(actor, filling=Filling.PREFILLED, **scope):
    return queries.forms(actor, Scope(FIRST, LAST, **scope), filling, today=TODAY)


def titles(found):
    """Class and subjects of each form."""
    return [(form.class_name, [sheet.subject for sheet in form.sheets]) for form in found]


@make.together()
def people(school):
    return {
        "admin": make.actor("admin"),
        "director": make.actor("director"),
        "deputy": make.actor("deputy"),
        "class_teacher": make.actor("class_teacher", staff_id=school.head.id),
        "teacher": make.actor("teacher", staff_id=school.teacher.id),
        "other": make.actor("teacher", staff_id=school.other.id),
        "secretary": make.actor("secretary"),
        "pupil": make.actor("pupil", pupil_id=school.pupils[0].id),
        "parent": make.actor("parent", children=(school.pupils[0].id,)),
    }


ALL = [("7А", ["Алгебра", "Английский язык (1 группа)"]), ("8Б", ["Химия"])]


@pytest.mark.req("U1", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("admin", ALL),
        ("director", ALL),
        ("deputy", ALL),
        ("class_teacher", ALL[:1]),
        ("teacher", [("7А", ["Алгебра"])]),
        ("other", [("7А", ["Английский язык (1 группа)"]), ("8Б", ["Химия"])]),
        ("secretary", None),
        ("pupil", None),
        ("parent", None),
    ],
)
def test_everybody_prints_the_forms_of_the_journals_they_see(app, school, who, expected):
    person = people(school)[who]
    if expected is None:
        with pytest.raises(NotFound):
            forms(person)
    else:
        assert titles(forms(person)) == expected


@pytest.mark.req("U1", "P2")
def test_a_foreign_course_or_class_is_not_there(app, school):
    teacher = people(school)["teacher"]
    for scope in ({"course_id": school.english.id}, {"class_id": school.class_8b.id}):
        with pytest.raises(NotFound):
            forms(teacher, **scope)


@pytest.mark.req("U1")
def test_a_form_is_filled_with_list_subgroup_teacher_dates_and_topics(app, school):
    plan = LessonPlan(year=school.year, subject=school.algebra.subject, grade=7, name="КТП")
    topic = make.save(PlanTopic(plan=plan, position=1, title="Дроби"))
    first, second, third = school.lessons
    first.plan_topic, second.plan_topic, second.topic = topic, topic, "Повторение"
    third.status = LessonStatus.CANCELLED
    make.save(first, second, third)
    (form,) = forms(make.actor("admin"), class_id=school.class_7a.id)
    algebra, english = form.sheets
    assert (form.school, form.year, form.class_name) == ("Школа № 1", "2026/2027", "7А")
    assert (form.listed_on, algebra.teacher) == (FIRST, "Иванова Анна Петровна")
    assert algebra.pupils == ("Абрамов Иван", "Ёлкин Иван", "Жуков Иван")
    assert [(lesson.day.day, lesson.topic) for lesson in algebra.lessons] == [
        (1, "Дроби"),
        (2, "Повторение"),
    ]
    assert (english.teacher, english.pupils) == (
        "Петрова Анна Петровна",
        ("Абрамов Иван", "Ёлкин Иван"),
    )


@pytest.mark.req("U1", "S6", "S4")
def test_the_lists_are_those_of_the_first_day(app, school):
    leaver, mover = school.pupils[0], school.pupils[1]
    make.make_pupil(school.class_7a, "Янин", since=LAST)
    for kind, pupil, until in (
        (ClassMembership, leaver, FIRST - dt.timedelta(1)),
        (SubgroupMembership, mover, FIRST),
    ):
        row = app_row(kind, pupil)
        row.since, row.until = min(row.since, until), until
        make.save(row)
    (form,) = forms(make.actor("admin"), class_id=school.class_7a.id)
    assert [sheet.pupils for sheet in form.sheets] == [
        ("Ёлкин Иван", "Жуков Иван"),
        ("Абрамов Иван", "Ёлкин Иван"),
    ]


def app_row(kind, pupil):
    return kind.query.filter_by(pupil_id=pupil.id).one()


@pytest.mark.req("U1")
def test_a_blank_form_has_class_and_subjects_only(app, school):
    (form,) = forms(make.actor("admin"), Filling.BLANK, class_id=school.class_7a.id)
    assert form.listed_on is None
    assert [(s.subject, s.teacher, s.pupils, s.lessons) for s in form.sheets] == [
        ("Алгебра", "", (), ()),
        ("Английский язык (1 группа)", "", (), ()),
    ]


@pytest.mark.req("U1")
def test_a_year_that_is_over_is_not_printed_for_days_of_this_one(app, school):
    old = make.make_year(name="2025/2026", starts=dt.date(2025, 9, 1), ends=dt.date(2026, 5, 26))
    make.make_course(make.make_class(old, "6А"), school.algebra.subject, school.teacher)
    assert [form.class_name for form in forms(make.actor("admin"))] == ["7А", "8Б"]


@pytest.mark.req("U1")
def test_a_whole_school_takes_as_many_statements_as_one_class(app, school, statements):
    for name in ("9А", "10Б", "11В"):
        other = make.make_class(school.year, name)
        make.make_pupil(other)
        make.make_lesson(make.make_course(other, school.algebra.subject, school.teacher), FIRST)
    admin = make.actor("admin")
    sent = statements()
    assert len(forms(admin, class_id=school.class_8b.id)) == 1
    one_class = len(sent)
    assert len(forms(admin)) == 5
    assert (one_class, len(sent)) == (6, 12)


@pytest.mark.req("U2", "S1")
def test_the_coming_days_follow_the_calendar_of_each_class(app, school):
    school.class_8b.days_per_week = 6
    autumn = {"starts": dt.date(2026, 10, 26), "ends": dt.date(2026, 11, 1)}
    make.save(school.class_8b, Vacation(year=school.year, name="Осенние", **autumn))
    found = queries.coming_days(make.actor("admin"), 2, today=dt.date(2026, 10, 23))
    assert [(s.class_name, s.first.day, s.last) for s in found] == [
        ("7А", 23, dt.date(2026, 11, 2)),
        ("8Б", 23, dt.date(2026, 10, 24)),
    ]


@pytest.mark.req("U2")
def test_after_the_last_school_day_there_is_nothing_ahead(app, school):
    assert queries.coming_days(make.actor("admin"), 5, today=dt.date(2027, 6, 1)) == []
    (span,) = queries.coming_days(people(school)["class_teacher"], 5, today=dt.date(2027, 5, 28))
    assert (span.class_name, span.first, span.last) == (
        "7А",
        dt.date(2027, 5, 28),
        dt.date(2027, 5, 31),
    )


@pytest.mark.req("U1", "P2")
def test_a_sheet_is_seen_by_those_who_see_its_course(app, school):
    numbers = record_sheets(
        make.actor("admin"), course_ids=[school.english.id], first=FIRST, last=LAST, now=NOW
    )
    number, who = numbers[school.english.id], people(school)
    seen = []
    for name, person in who.items():
        try:
            queries.seen_sheet(person, number, today=TODAY)
            seen.append(name)
        except NotFound:
            continue
    assert seen == ["admin", "director", "deputy", "class_teacher", "other"]
    assert [
        row.id for row in queries.lessons_of(queries.seen_sheet(who["admin"], number, today=TODAY))
    ] == [school.english_lesson.id]
