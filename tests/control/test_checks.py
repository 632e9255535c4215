"""Each term of filling at its borders, on real rows [K1]."""

import datetime as dt

import pytest

from app.attendance.enums import AbsenceKind, DocumentKind
from app.attendance.models import Absence, AbsenceDocument, WeekCheck
from app.classes.models import ClassMembership
from app.control.checks.catalogue import BY_NAME, CHECKS
from app.control.queries.items import found_by
from app.control.queries.sources import Sources
from app.control.rules.tally import Span
from app.core.db import db, unit_of_work
from app.journal.models import Homework, Mark, Task
from app.outages.enums import TransferState
from app.outages.models import Outage, Transfer
from app.results.models import Result
from app.school.models import Vacation
from app.timetable.enums import LessonStatus
from tests.control.scene import DEPUTY, SEPTEMBER, found, late, moment, written_at
from tests.factories import (
    make_class,
    make_course,
    make_lesson,
    make_plan,
    make_pupil,
    make_subject,
    save,
)

pytestmark = pytest.mark.req("K1")


def keys(*rows) -> list[str]:
    return [str(row.id) for row in rows]


def on_paper(lesson, state=TransferState.WAITING, done_at=None):
    outage = save(Outage(starts=moment(1, 8), ends=moment(1, 15), reason="Сеть"))
    return save(Transfer(outage=outage, lesson=lesson, state=state, done_at=done_at))


def test_every_term_of_the_rules_is_a_check():
    assert len(BY_NAME) == len(CHECKS) == 12
    assert all(check.name == name for name, check in BY_NAME.items())


# lesson-not-filled


@pytest.mark.parametrize(("now", "count"), [(moment(1, 23, 59), 0), (moment(2, 0), 1)])
def test_a_lesson_is_filled_by_the_midnight_of_its_day(school, now, count):
    assert late("lesson-not-filled", now, staff=school.teacher) == keys(*school.lessons[:count])


def test_a_school_may_give_days_more(school):
    assert late("lesson-not-filled", moment(2), staff=school.teacher, number=1) == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"topic": "Дроби"}, []),
        ({"status": LessonStatus.CANCELLED}, []),
        ({"day": dt.date(2026, 9, 3)}, []),  # moved
        ({"starts": None, "ends": None}, [0]),
    ],
)
def test_filled_cancelled_and_moved_lessons_are_not_late(school, change, missing):
    for name, value in change.items():
        setattr(school.lessons[0], name, value)
    save(school.lessons[0])
    expected = keys(*(school.lessons[at] for at in missing))
    assert late("lesson-not-filled", moment(2), staff=school.teacher) == expected


def test_a_substituted_lesson_is_the_substitutes(school):
    school.lessons[0].substitute = school.other
    save(school.lessons[0])
    assert late("lesson-not-filled", moment(2), staff=school.teacher) == []
    expected = keys(school.lessons[0], school.foreign_lesson, school.english_lesson)
    assert sorted(late("lesson-not-filled", moment(2), staff=school.other)) == sorted(expected)


def test_a_lesson_of_a_subgroup_and_of_class_1_is_filled_too(school):
    first = make_course(school_class_1(school), make_subject("Чтение"), school.teacher)
    lesson = make_lesson(first, dt.date(2026, 9, 1))
    expected = keys(school.lessons[0], school.english_lesson, school.foreign_lesson, lesson)
    assert sorted(late("lesson-not-filled", moment(2))) == sorted(expected)


def school_class_1(school):
    return make_class(school.year, "1А")


def test_a_lesson_of_an_outage_has_the_term_of_its_transfer(school):
    on_paper(school.lessons[0])
    assert late("lesson-not-filled", moment(2), staff=school.teacher) == []
    assert late("homework-late", moment(2), staff=school.teacher) == []
    assert late("entry-window", moment(28), staff=school.teacher) == keys(*school.lessons[1:])


def test_when_a_topic_was_written_is_known_from_the_history(app, school, monkeypatch):
    def fill(lesson):
        lesson.topic = "Дроби"

    written_at(monkeypatch, moment(1, 23, 59), lambda: fill(school.lessons[0]))
    written_at(monkeypatch, moment(3, 0), lambda: fill(school.lessons[1]))
    items = found("lesson-not-filled", moment(9), span=SEPTEMBER, staff=school.teacher)
    assert [(i.day.day, i.done and i.late(moment(9))) for i in items] == [
        (1, False),
        (2, True),
        (3, None),
    ]


def test_what_was_loaded_at_once_is_not_late(school, monkeypatch):
    with unit_of_work(way="cli", actor=DEPUTY):
        school.lessons[0].topic = "Дроби"
    items = found("lesson-not-filled", moment(9), span=SEPTEMBER, staff=school.teacher)
    assert [i.late(moment(9)) for i in items] == [False, True, True]


# homework-late


@pytest.mark.parametrize(
    ("set_at", "is_late"), [(moment(1, 13, 9), False), (moment(1, 13, 10), True)]
)
def test_homework_is_due_90_minutes_after_the_classs_last_lesson(school, set_at, is_late):
    # the last lesson of 7А ends at 11:40, the English lesson of its subgroup
    save(Homework(lesson=school.lessons[0], text="№ 5", set_at=set_at))
    items = found("homework-late", moment(2), span=SEPTEMBER, staff=school.teacher)
    assert [i.late(moment(2)) for i in items if i.day.day == 1] == [is_late]


def test_the_last_lesson_is_the_last_that_is_held(school):
    make_lesson(school.algebra, dt.date(2026, 9, 1), 7, status=LessonStatus.CANCELLED)
    assert late("homework-late", moment(1, 13, 9), staff=school.teacher) == []
    assert late("homework-late", moment(1, 13, 10), staff=school.teacher) == keys(school.lessons[0])


def test_no_homework_said_and_class_1_are_not_late(school):
    school.lessons[0].no_homework = True
    save(school.lessons[0])
    first = make_course(school_class_1(school), make_subject("Чтение"), school.teacher)
    make_lesson(first, dt.date(2026, 9, 1))
    assert late("homework-late", moment(1, 20), staff=school.teacher) == []


# entry-window


@pytest.mark.parametrize(("now", "count"), [(moment(15, 23, 59), 0), (moment(16, 0), 1)])
def test_a_lesson_closes_after_the_schools_days(school, now, count):
    assert late("entry-window", now, staff=school.teacher) == keys(*school.lessons[:count])


@pytest.mark.parametrize(("at", "is_late"), [(moment(15, 23, 59), False), (moment(16, 0), True)])
def test_a_lesson_filled_before_it_closed_was_kept(app, school, monkeypatch, at, is_late):
    def fill():
        school.lessons[0].topic = "Дроби"

    written_at(monkeypatch, at, fill)
    items = found("entry-window", moment(16, 1), span=SEPTEMBER, staff=school.teacher)
    assert [(i.done, i.late(moment(16, 1))) for i in items] == [(at, is_late)]


def test_a_lesson_that_can_still_be_filled_is_not_told_of_twice(school):
    assert found("entry-window", moment(15, 23, 59), span=SEPTEMBER, staff=school.teacher) == []


# work-not-marked


def work(school, kind="К", lesson=None):
    task = Task(lesson=lesson or school.lessons[0], kind=school.kinds[kind])
    return save(task)


@pytest.mark.parametrize(
    ("kind", "now", "is_late"),
    [
        ("К", moment(2, 23, 59), False),
        ("К", moment(3, 0), True),
        ("Ч", moment(8, 23, 59), False),
        ("Ч", moment(9, 0), True),
        ("О", moment(20), False),
    ],
)
def test_a_written_work_is_marked_by_the_next_lesson(school, kind, now, is_late):
    task = work(school, kind)
    assert late("work-not-marked", now) == keys(task) * is_late


def test_a_vacation_puts_the_next_lesson_off(school):
    task = work(school, lesson=school.lessons[2])
    make_lesson(school.algebra, dt.date(2026, 9, 4), status=LessonStatus.CANCELLED)
    assert late("work-not-marked", moment(20)) == []  # no lesson follows
    make_lesson(school.algebra, dt.date(2026, 9, 14))
    assert late("work-not-marked", moment(14, 23, 59)) == []
    assert late("work-not-marked", moment(15, 0)) == keys(task)


def test_marks_debts_and_absences_settle_a_work(app, school):
    task = work(school)
    one, two, three = school.pupils
    save(
        Mark(task=task, pupil=one, value="4"),
        Mark(task=task, pupil=two, value="•"),
        Absence(lesson=task.lesson, pupil=three, kind=AbsenceKind.ILL),
    )
    assert late("work-not-marked", moment(5)) == []
    late_one = make_pupil(school.class_7a, "Поздний", since=dt.date(2026, 9, 2))
    assert late("work-not-marked", moment(5)) == []  # arrived after the work
    stay = late_one.class_stays[0]
    stay.since = dt.date(2026, 9, 1)
    save(stay)
    assert late("work-not-marked", moment(5)) == keys(task)


def test_who_was_late_was_there_and_must_have_a_mark(school):
    task = work(school, lesson=school.english_lesson)
    make_lesson(school.english, dt.date(2026, 9, 2))
    one, two, _of_the_other_group = school.pupils
    save(
        Mark(task=task, pupil=one, value="4"),
        Absence(lesson=task.lesson, pupil=two, kind=AbsenceKind.LATE, minutes=5),
    )
    (item,) = [i for i in found("work-not-marked", moment(5)) if i.late_now(moment(5))]
    assert str(item.words) == "работа К, без отметки: 1 ученик"


def test_a_work_is_done_with_the_last_first_mark(app, school, monkeypatch):
    task = work(school)
    for hour, pupil in enumerate(school.pupils):
        written_at(
            monkeypatch,
            moment(2, hour),
            lambda pupil=pupil: save_in(Mark(task_id=task.id, pupil_id=pupil.id, value="4")),
        )
    (item,) = found("work-not-marked", moment(5), span=SEPTEMBER)
    assert (item.done, item.late(moment(5))) == (moment(2, 2), False)


def save_in(row):
    db.session.add(row)


# period-results, few-marks, unjustified-result


@pytest.mark.parametrize(
    ("now", "expected", "is_late"),
    [
        (moment(16, month=10), False, False),
        (moment(17, month=10), True, False),
        (moment(24, 23, 59, month=10), True, False),
        (moment(25, 0, month=10), True, True),
    ],
)
def test_results_are_expected_a_week_before_and_late_after_the_last_day(
    school, now, expected, is_late
):
    items = found("period-results", now, staff=school.teacher)
    assert [i.late_now(now) for i in items] == [is_late] * expected


def test_results_of_all_who_are_there_settle_the_period(app, school):
    now, period = moment(25, month=10), school.periods[0]
    stay = school.pupils[2].class_stays[0]
    stay.until = dt.date(2026, 10, 1)  # left before the end
    save(stay, *(result(school, pupil, "4") for pupil in school.pupils[:1]))
    (item,) = found("period-results", now, staff=school.teacher)
    assert str(item.words) == "1 четверть, без итога: 1 ученик"
    save(result(school, school.pupils[1], "н/а"))
    assert late("period-results", now, staff=school.teacher) == []
    assert period.ends == dt.date(2026, 10, 24)


def result(school, pupil, value):
    return Result(course=school.algebra, period=school.periods[0], pupil=pupil, value=value)


def test_an_order_of_the_school_sets_the_day(school):
    school.periods[0].results_due = dt.date(2026, 10, 22)
    save(school.periods[0])
    assert len(late("period-results", moment(23, 0, month=10), staff=school.teacher)) == 1


@pytest.mark.req("R2")
@pytest.mark.parametrize(
    ("now", "count"),
    [
        (moment(9, 23, 59, month=10), 0),
        (moment(10, 0, month=10), 1),
        (moment(24, month=10), 1),
        (moment(25, month=10), 0),
    ],
)
def test_few_marks_are_told_of_in_the_last_14_days(school, now, count):
    assert len(late("few-marks", now, staff=school.teacher)) == count


@pytest.mark.req("R2")
def test_only_pupils_with_fewer_marks_than_needed_count(school):
    for lesson in school.lessons:
        task = work(school, "О", lesson)
        save(*(Mark(task=task, pupil=pupil, value="4") for pupil in school.pupils[:2]))
    (item,) = found("few-marks", moment(20, month=10), staff=school.teacher)
    assert str(item.words) == "1 четверть, мало отметок: 1 ученик"


@pytest.mark.req("R2")
def test_a_result_without_enough_marks_is_not_justified(school):
    save(result(school, school.pupils[0], "4"), result(school, school.pupils[1], "н/а"))
    (item,) = found("unjustified-result", moment(20, month=10))
    assert str(item.words) == "1 четверть, не обоснован: 1 ученик"
    assert item.late_now(moment(20, month=10))


# plan-lag


@pytest.mark.parametrize(("hours", "count"), [(3, 1), (4, 0)])
def test_a_lag_of_three_hours_is_shown(school, hours, count):
    make_plan(school.algebra, *(f"Тема {n}" for n in range(10)))
    assert len(late("plan-lag", moment(4), number=hours)) == count


# of class teachers and outages


@pytest.mark.parametrize(("now", "is_late"), [(moment(9, 23, 59), False), (moment(10, 0), True)])
def test_a_week_is_reconciled_by_wednesday(school, now, is_late):
    items = found("week-not-reconciled", now, staff=school.head)
    assert [i.late_now(now) for i in items] == [is_late]


@pytest.mark.parametrize(("at", "is_late"), [(moment(23, 23), False), (moment(24, 1), True)])
def test_a_confirmed_week_was_kept_or_late(school, at, is_late):
    monday = dt.date(2026, 9, 14)
    save(WeekCheck(school_class=school.class_7a, monday=monday, confirmed_at=at))
    items = found("week-not-reconciled", moment(28), span=SEPTEMBER)
    assert [i.late(moment(28)) for i in items if i.day == monday] == [is_late]


def test_a_week_that_was_changed_after_it_was_confirmed_is_due_once(school):
    monday = dt.date(2026, 8, 31)  # its lessons were made, by the clock, long after
    save(WeekCheck(school_class=school.class_7a, monday=monday, confirmed_at=moment(9)))
    span = Span(monday, dt.date(2026, 9, 30))
    items = found("week-not-reconciled", moment(20), span=span)
    assert [i.done for i in items if i.place.class_id == school.class_7a.id] == [None]


@pytest.mark.parametrize(("now", "is_late"), [(moment(4, 23, 59), False), (moment(5, 0), True)])
def test_a_reason_is_corrected_within_two_working_days(school, now, is_late):
    pupil = school.pupils[0]
    save(
        Absence(lesson=school.lessons[0], pupil=pupil, kind=AbsenceKind.UNKNOWN),
        AbsenceDocument(
            pupil=pupil,
            document=DocumentKind.CERTIFICATE,
            kind=AbsenceKind.ILL,
            first=dt.date(2026, 9, 1),
            last=dt.date(2026, 9, 1),
            received_on=dt.date(2026, 9, 2),
        ),
    )
    (item,) = found("reason-not-corrected", now, staff=school.head)
    assert (item.late_now(now), item.place.staff_id) == (is_late, school.head.id)
    assert found("reason-not-corrected", now, staff=school.teacher) == []


@pytest.mark.parametrize(("now", "count"), [(moment(8, 12), 0), (moment(9, 12), 1)])
def test_a_reason_is_known_within_five_working_days(school, now, count):
    save(Absence(lesson=school.lessons[0], pupil=school.pupils[0], kind=AbsenceKind.UNKNOWN))
    assert len(late("no-absence-reason", now, staff=school.head)) == count


def absence(school, lesson=0, kind=AbsenceKind.UNKNOWN):
    return save(Absence(lesson=school.lessons[lesson], pupil=school.pupils[0], kind=kind))


def becomes(monkeypatch, at, row, kind):
    def change():
        row.kind = kind

    written_at(monkeypatch, at, change)


@pytest.mark.parametrize(("at", "is_late"), [(moment(8, 23, 59), False), (moment(9, 0), True)])
@pytest.mark.parametrize("kind", [AbsenceKind.ILL, None])
def test_when_a_reason_became_known_is_told_by_the_history(
    app, school, monkeypatch, at, is_late, kind
):
    becomes(monkeypatch, at, absence(school), kind)
    (item,) = found("no-absence-reason", moment(20), span=SEPTEMBER)
    assert (item.day, item.done, item.late(moment(20))) == (dt.date(2026, 9, 1), at, is_late)


def test_a_day_is_done_when_the_last_of_its_reasons_is_known(app, school, monkeypatch):
    one = absence(school)
    other = save(
        Absence(lesson=school.english_lesson, pupil=school.pupils[0], kind=AbsenceKind.UNKNOWN)
    )
    becomes(monkeypatch, moment(2), one, AbsenceKind.ILL)
    assert found("no-absence-reason", moment(3), span=SEPTEMBER) == []  # there is time for one
    becomes(monkeypatch, moment(10), other, AbsenceKind.ILL)
    (item,) = found("no-absence-reason", moment(20), span=SEPTEMBER)
    assert (item.done, str(item.words)) == (moment(10), "Абрамов Иван, 2 урока")


def test_a_reason_known_at_once_or_of_other_days_was_not_due(app, school, monkeypatch):
    becomes(monkeypatch, moment(2), absence(school, 0, AbsenceKind.ILL), AbsenceKind.EXCUSED)
    becomes(monkeypatch, moment(9), absence(school, 1), AbsenceKind.ILL)
    first = Span(dt.date(2026, 9, 1), dt.date(2026, 9, 1))
    assert found("no-absence-reason", moment(20), span=first) == []
    assert found("no-absence-reason", moment(20)) == []


def paper(school, received: int, last: int = 1, kind=AbsenceKind.ILL):
    return save(
        AbsenceDocument(
            pupil=school.pupils[0],
            document=DocumentKind.CERTIFICATE,
            kind=kind,
            first=dt.date(2026, 9, 1),
            last=dt.date(2026, 9, last),
            received_on=dt.date(2026, 9, received),
        )
    )


@pytest.mark.parametrize(("at", "is_late"), [(moment(4, 23, 59), False), (moment(5, 0), True)])
@pytest.mark.parametrize("kind", [AbsenceKind.ILL, None])
def test_when_a_reason_was_corrected_is_told_by_the_history(
    app, school, monkeypatch, at, is_late, kind
):
    row = absence(school)
    paper(school, received=2)
    becomes(monkeypatch, at, row, kind)
    (item,) = found("reason-not-corrected", moment(20), span=SEPTEMBER)
    assert (item.day, item.done, item.late(moment(20))) == (dt.date(2026, 9, 1), at, is_late)
    assert item.place.staff_id == school.head.id


@pytest.mark.parametrize(
    ("was", "to", "at"),
    [
        (AbsenceKind.UNKNOWN, AbsenceKind.ILL, moment(1)),  # before the receipt
        (AbsenceKind.LATE, AbsenceKind.ILL, moment(3)),  # was there
        (AbsenceKind.ILL, AbsenceKind.EXCUSED, moment(3)),  # away from what the paper says
    ],
)
def test_only_what_differed_from_a_received_paper_was_corrected(
    app, school, monkeypatch, was, to, at
):
    row = absence(school, 0, was)
    paper(school, received=2)
    becomes(monkeypatch, at, row, to)
    done = [i for i in found("reason-not-corrected", moment(20), span=SEPTEMBER) if i.done]
    assert done == []


def test_a_paper_that_one_lesson_does_not_follow_is_not_done(app, school, monkeypatch):
    one, other = absence(school), absence(school, 1)
    paper(school, received=3, last=2)
    becomes(monkeypatch, moment(4), one, AbsenceKind.ILL)
    (item,) = found("reason-not-corrected", moment(20), span=SEPTEMBER)
    assert (item.done, item.day) == (None, dt.date(2026, 9, 2))
    becomes(monkeypatch, moment(9), other, AbsenceKind.ILL)
    (item,) = found("reason-not-corrected", moment(20), span=SEPTEMBER)
    assert (item.done, item.day, str(item.words)) == (
        moment(9),
        dt.date(2026, 9, 1),
        "Абрамов Иван, 2 урока",
    )


def test_a_paper_is_of_the_span_of_its_first_corrected_day(app, school, monkeypatch):
    one, other = absence(school), absence(school, 1)
    paper(school, received=3, last=2)
    becomes(monkeypatch, moment(4), one, AbsenceKind.ILL)
    becomes(monkeypatch, moment(4), other, AbsenceKind.ILL)
    second = Span(dt.date(2026, 9, 2), dt.date(2026, 9, 30))
    assert found("reason-not-corrected", moment(20), span=second) == []


@pytest.mark.parametrize(("now", "is_late"), [(moment(3, 23, 59), False), (moment(4, 0), True)])
def test_a_lesson_of_an_outage_is_transferred_within_two_working_days(school, now, is_late):
    on_paper(school.lessons[0])
    assert late("transfer-late", now) == keys(school.lessons[0]) * is_late


def test_a_transferred_lesson_was_kept_or_late(app, school):
    on_paper(school.lessons[0], TransferState.TRANSFERRED, moment(4, 10))
    (item,) = found("transfer-late", moment(20), span=SEPTEMBER)
    assert item.late(moment(20))


def test_a_vacation_of_pupils_is_working_time_of_teachers(school):
    save(
        Vacation(
            year=school.year,
            name="Каникулы",
            starts=dt.date(2026, 9, 2),
            ends=dt.date(2026, 9, 6),
        )
    )
    on_paper(school.lessons[0])
    assert late("transfer-late", moment(4, 0)) == keys(school.lessons[0])


def test_the_statements_do_not_grow_with_the_school(app, school, statements):
    def counted() -> int:
        sent = statements()
        found_by(Sources(moment(20, month=10), SEPTEMBER))
        return len(sent)

    before = counted()
    for number in range(5):
        pupil = make_pupil(school.class_8b)
        save(ClassMembership(pupil=pupil, school_class=school.class_7a, since=dt.date(2026, 9, 1)))
        make_lesson(school.foreign, dt.date(2026, 9, 2), number)
    assert counted() == before
