import datetime as dt

import pytest

from app.school.enums import DayKind
from app.school.rules.calendar import Break, Calendar, OwnDay, by_date
from app.timetable.enums import WeekKind
from app.timetable.rules.clashes import ClashKind, Named, Placement, clashes
from app.timetable.rules.due import ClassDay, Due, Teaching, WeeklySlot, due_lessons, week_kind
from app.timetable.rules.remaking import Made, remaking

D, T = dt.date, dt.time
YEAR = Calendar(
    D(2025, 9, 1),
    D(2026, 5, 26),
    breaks=(Break(D(2025, 10, 25), D(2025, 11, 2), "Осенние"),),
    own_days=by_date(
        [
            OwnDay(D(2025, 9, 10), DayKind.DAY_OFF),
            OwnDay(D(2025, 9, 12), DayKind.SHORTENED),
            OwnDay(D(2025, 9, 13), DayKind.WORKING, follows=3),
        ]
    ),
)
USUAL = {1: (T(8, 30), T(9, 15)), 2: (T(9, 25), T(10, 10))}
SHORT = {1: (T(8, 30), T(9, 0))}
FACTS = ClassDay(grade=7, week_days=5, bells=USUAL, short_bells=SHORT)


def slot(**values):
    defaults = {"slot": 1, "course": 5, "weekday": 1, "number": 1, "valid_from": D(2025, 9, 1)}
    return WeeklySlot(**{**defaults, **values})


FIRST, LAST = D(2025, 9, 1), D(2025, 9, 14)


def days(*slots, first=FIRST, last=LAST, facts=FACTS):
    return [lesson.day for lesson in due_lessons(YEAR, slots, facts, first, last)]


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"weekday": 1}, [D(2025, 9, 1), D(2025, 9, 8)]),
        # the 10th is off, the Saturday of the 13th follows Wednesday
        ({"weekday": 3}, [D(2025, 9, 3), D(2025, 9, 13)]),
        ({"weekday": 6}, []),
        ({"weekday": 1, "valid_from": D(2025, 9, 2)}, [D(2025, 9, 8)]),
        ({"weekday": 1, "valid_to": D(2025, 9, 7)}, [D(2025, 9, 1)]),
        ({"weekday": 1, "week": WeekKind.A}, [D(2025, 9, 1)]),
        ({"weekday": 1, "week": WeekKind.B}, [D(2025, 9, 8)]),
    ],
)
def test_lessons_are_due_on_the_days_of_the_slot(values, expected):
    assert days(slot(**values)) == expected


@pytest.mark.req("S1", "S5")
def test_no_lesson_is_due_in_vacations_and_on_public_holidays():
    due = days(slot(weekday=2), first=D(2025, 10, 20), last=D(2025, 11, 12))
    assert due == [D(2025, 10, 21), D(2025, 11, 11)]


@pytest.mark.req("S5")
def test_working_saturday_of_the_state_follows_the_exchanged_monday():
    year = Calendar(D(2023, 9, 1), D(2024, 5, 26))
    due = due_lessons(year, [slot(valid_from=D(2024, 1, 1))], FACTS, D(2024, 4, 22), D(2024, 5, 5))
    assert [lesson.day for lesson in due] == [D(2024, 4, 22), D(2024, 4, 27)]


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    ("number", "day", "times"),
    [
        (1, D(2025, 9, 5), USUAL[1]),
        (1, D(2025, 9, 12), SHORT[1]),
        (2, D(2025, 9, 12), USUAL[2]),  # the shortened schedule lacks this lesson
        (7, D(2025, 9, 5), (None, None)),
    ],
)
def test_times_come_from_the_bells_of_the_day(number, day, times):
    lesson = next(due_lessons(YEAR, [slot(weekday=5, number=number)], FACTS, day, day))
    assert (lesson.starts, lesson.ends) == times


@pytest.mark.req("S5")
def test_same_place_in_two_slots_is_one_lesson():
    assert days(slot(slot=1), slot(slot=2), last=D(2025, 9, 1)) == [D(2025, 9, 1)]


@pytest.mark.req("P2")
@pytest.mark.parametrize(
    ("named", "on", "teacher"),
    [
        ((), D(2025, 9, 1), 10),
        ((), D(2025, 10, 6), 11),
        ((11,), D(2025, 9, 1), 10),  # named, but not assigned yet
        ((12, 11), D(2025, 10, 6), 11),
        ((12,), D(2026, 4, 6), 12),  # nobody is assigned any more
        ((), D(2026, 4, 6), None),
    ],
)
def test_lesson_gets_the_teacher_who_is_assigned_on_its_date(named, on, teacher):
    teaching = (
        Teaching(10, D(2025, 9, 1), D(2025, 9, 30)),
        Teaching(11, D(2025, 10, 1), D(2026, 3, 31)),
    )
    lesson = next(due_lessons(YEAR, [slot(teachers=named, teaching=teaching)], FACTS, on, on))
    assert lesson.teacher == teacher


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    ("starts", "on", "kind"),
    [
        (D(2025, 9, 1), D(2025, 9, 1), WeekKind.A),  # a Monday
        (D(2025, 9, 1), D(2025, 9, 14), WeekKind.B),
        (D(2026, 9, 1), D(2026, 9, 4), WeekKind.B),  # before the first Monday
        (D(2026, 9, 1), D(2026, 9, 7), WeekKind.A),
        (D(2026, 9, 1), D(2026, 9, 20), WeekKind.B),
    ],
)
def test_week_a_is_that_of_the_first_monday(starts, on, kind):
    assert week_kind(starts, on) == kind


CLASS_A, CLASS_B = Named(1, "7А"), Named(2, "8Б")
ANNA, BORIS = Named(10, "Иванова А. П."), Named(11, "Петров Б. С.")
ROOM, GYM = Named(30, "12"), Named(31, "спортзал")


def placed(key, **values):
    defaults = {
        "school_class": CLASS_A,
        "what": "Алгебра",
        "subject": 1,
        "weekday": 1,
        "number": 3,
        "valid_from": D(2025, 9, 1),
    }
    return Placement(key, **{**defaults, **values})


def kinds(one, other):
    found = clashes([placed(1, **one)], [placed(2, **other)])
    return [clash.kind for clash in found]


B = {"school_class": CLASS_B, "subject": 2, "what": "Химия"}


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, [ClashKind.CLASS]),
        ({}, B, []),
        ({}, {"number": 4}, []),
        ({}, {"weekday": 2}, []),
        ({"teachers": (ANNA,)}, {**B, "teachers": (ANNA,)}, [ClashKind.TEACHER]),
        ({"teachers": (ANNA, BORIS)}, {**B, "teachers": (BORIS,)}, [ClashKind.TEACHER]),
        ({"teachers": (ANNA,)}, {**B, "teachers": (BORIS,)}, []),
        ({"room": ROOM}, {**B, "room": ROOM}, [ClashKind.ROOM]),
        ({"room": GYM, "gym": True}, {**B, "room": GYM, "gym": True}, []),
        ({"room": GYM, "gym": True}, {**B, "room": GYM}, [ClashKind.ROOM]),
        # weeks and dates
        ({"week": WeekKind.A}, {"week": WeekKind.B}, []),
        ({"week": WeekKind.A}, {}, [ClashKind.CLASS]),
        ({"valid_to": D(2025, 12, 31)}, {"valid_from": D(2026, 1, 1)}, []),
        ({"valid_to": D(2026, 1, 1)}, {"valid_from": D(2026, 1, 1)}, [ClashKind.CLASS]),
        # subgroups
        ({"division": 1, "subgroup": 1}, {"division": 1, "subgroup": 2}, []),
        ({"division": 1, "subgroup": 1}, {"division": 1, "subgroup": 1}, [ClashKind.CLASS]),
        ({"division": 1, "subgroup": 1}, {"division": 2, "subgroup": 3}, [ClashKind.CLASS]),
        ({"division": 1, "subgroup": 1}, {}, [ClashKind.CLASS]),
        # one lesson of two classes
        (
            {"teachers": (ANNA,), "room": ROOM},
            {**B, "subject": 1, "teachers": (ANNA,), "room": ROOM},
            [],
        ),
        (
            {"teachers": (ANNA,)},
            {**B, "subject": 1, "teachers": (ANNA,)},
            [ClashKind.TEACHER],  # without a room nothing tells a joint lesson from a mistake
        ),
        ({"teachers": (ANNA,), "joint": 7}, {**B, "teachers": (ANNA,), "joint": 7}, []),
        ({"joint": 7}, {"joint": 7}, [ClashKind.CLASS]),
        # real time outweighs numbers: two shifts, other bells
        (
            {"teachers": (ANNA,), "number": 6, "starts": T(13, 0), "ends": T(13, 40)},
            {**B, "teachers": (ANNA,), "number": 1, "starts": T(13, 30), "ends": T(14, 10)},
            [ClashKind.TEACHER],
        ),
        (
            {"teachers": (ANNA,), "number": 1, "starts": T(8, 30), "ends": T(9, 10)},
            {**B, "teachers": (ANNA,), "number": 1, "starts": T(13, 30), "ends": T(14, 10)},
            [],
        ),
        (
            {"number": 1, "starts": T(8, 30), "ends": T(9, 10)},
            {"number": 2, "starts": T(9, 10), "ends": T(9, 50)},
            [],
        ),
    ],
)
def test_clash_of_two_slots(one, other, expected):
    assert kinds(one, other) == expected
    assert kinds(other, one) == expected


@pytest.mark.req("S5")
def test_slot_is_not_compared_with_its_own_stored_version():
    assert clashes([placed(1)], [placed(1)]) == []


@pytest.mark.req("S5")
def test_clashes_among_stored_slots_are_not_reported_for_a_new_one():
    old = [placed(1), placed(2)]
    assert clashes([placed(3, number=5)], old) == []


@pytest.mark.req("S5")
def test_clash_says_who_where_and_when(sqlite_app):
    one = placed(1, teachers=(ANNA,), room=ROOM, starts=T(10, 20), ends=T(11, 0))
    other = placed(2, **B, teachers=(ANNA,), room=ROOM, starts=T(10, 20), ends=T(11, 0))
    assert [clash.text for clash in clashes([one, other])] == [
        "Понедельник, 3-й урок (10:20–11:00): кабинет 12 занят дважды: 7А Алгебра и 8Б Химия.",
        (
            "Понедельник, 3-й урок (10:20–11:00): учитель Иванова А. П. нужен дважды: "
            "7А Алгебра и 8Б Химия."
        ),
    ]


def due(**values):
    defaults = {"course": 5, "day": D(2025, 9, 1), "number": 1, "slot": 1, "room": 30}
    return Due(**{**defaults, "teacher": 10, "starts": T(8, 30), "ends": T(9, 15), **values})


def made(**values):
    defaults = {"lesson": 100, "course": 5, "day": D(2025, 9, 1), "number": 1, "slot": 1}
    rest = {"room": 30, "teacher": 10, "starts": T(8, 30), "ends": T(9, 15)}
    return Made(**{**defaults, **rest, **values})


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    ("wanted", "there", "added", "changed", "removed", "left"),
    [
        ([due()], [], 1, 0, 0, []),
        ([due()], [made()], 0, 0, 0, []),
        ([due(room=31)], [made()], 0, 1, 0, []),
        ([due(room=31)], [made(records=True)], 0, 0, 0, []),
        ([due(room=31)], [made(by_hand=True)], 0, 0, 0, []),
        ([due(number=2)], [made()], 1, 0, 1, []),
        ([], [made()], 0, 0, 1, []),
        ([], [made(records=True)], 0, 0, 0, ["it has records"]),
        ([], [made(by_hand=True)], 0, 0, 0, ["it was cancelled or substituted"]),
        ([], [made(slot=None, by_hand=True)], 0, 0, 0, []),
        # an extra lesson in the place of a due one is that lesson
        ([due()], [made(slot=None, by_hand=True)], 0, 0, 0, []),
        # of two in one place the second goes
        ([due()], [made(), made(lesson=101)], 0, 0, 1, []),
    ],
)
def test_remaking_touches_no_lesson_with_records(wanted, there, added, changed, removed, left):
    plan = remaking(wanted, there)
    assert (len(plan.add), len(plan.change), len(plan.remove)) == (added, changed, removed)
    assert [str(lesson.reason) for lesson in plan.left] == left


@pytest.mark.req("S5")
def test_remaking_twice_changes_nothing():
    lessons = [due(day=D(2025, 9, number)) for number in (1, 2, 3)]
    there = [made(lesson=n, day=lesson.day) for n, lesson in enumerate(lessons)]
    plan = remaking(lessons, there)
    assert (plan.add, plan.change, plan.remove, plan.left) == ([], [], [], [])
