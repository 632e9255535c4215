import datetime as dt

import pytest

from app.classes.rules import Span
from app.movement import rules
from app.movement.enums import Event, Lists, Wish
from app.movement.rules import Asked

pytestmark = pytest.mark.req("S6")
YEAR = Span(dt.date(2026, 9, 1), dt.date(2027, 5, 31))
DAY = dt.date(2026, 10, 5)


def asked(wish, **values):
    return Asked(**{"class_id": 1, "wish": wish, "day": DAY, **values})


@pytest.mark.parametrize(
    ("request_", "again", "fields"),
    [
        (asked(Wish.ENTER, name="Новый Пётр"), False, []),
        (asked(Wish.ENTER), False, ["name"]),
        (asked(Wish.ENTER, name="Новый Пётр"), True, [None]),
        (asked(Wish.REMOVE, pupil_id=5), False, []),
        (asked(Wish.REMOVE, pupil_id=6), False, ["pupil"]),
        (asked(Wish.REMOVE, name="Новый Пётр"), False, ["pupil"]),
        (asked(Wish.MOVE, pupil_id=5, to_class_id=2), False, []),
        (asked(Wish.MOVE, pupil_id=5), False, ["to_class"]),
        (asked(Wish.MOVE, pupil_id=5, to_class_id=1), False, ["to_class"]),
        (asked(Wish.REMOVE, pupil_id=5, day=dt.date(2026, 8, 31)), False, ["day"]),
        (asked(Wish.REMOVE, pupil_id=5, day=None), False, ["day"]),
        (asked(Wish.MOVE, day=dt.date(2027, 6, 1)), False, ["pupil", "to_class", "day"]),
    ],
)
def test_what_a_request_needs(request_, again, fields):
    faults = rules.ask_faults(request_, pupils=[5], others=[2], year=YEAR, again=again)
    assert [fault.field for fault in faults] == fields


@pytest.mark.parametrize(
    ("wish", "here", "there", "count"),
    [
        (Wish.ENTER, True, False, 0),
        (Wish.REMOVE, True, False, 1),
        (Wish.REMOVE, False, False, 0),
        (Wish.MOVE, True, False, 2),
        (Wish.MOVE, False, False, 1),
        (Wish.MOVE, False, True, 0),
    ],
)
def test_a_request_is_done_when_the_class_lists_show_it(wish, here, there, count):
    assert len(rules.done_faults(wish, here=here, there=there)) == count


@pytest.mark.parametrize(
    ("year", "confirmed", "changed", "due"),
    [
        (YEAR, False, None, dt.date(2026, 9, 5)),
        (YEAR, False, dt.date(2026, 11, 1), dt.date(2026, 9, 5)),
        (Span(dt.date(2026, 9, 3), YEAR.until), False, None, dt.date(2026, 9, 7)),
        (YEAR, True, None, None),
        (YEAR, True, dt.date(2026, 12, 28), dt.date(2027, 1, 4)),
    ],
)
def test_lists_are_confirmed_by_5_september_and_a_week_after_a_change(
    year, confirmed, changed, due
):
    assert rules.due_day(year, confirmed, changed) == due


@pytest.mark.parametrize(
    ("lists", "action", "changes", "event"),
    [
        (Lists.CLASSES, "insert", {"pupil_id": [None, 5], "since": [None, "d"]}, Event.CAME),
        (Lists.CLASSES, "update", {"until": [None, "d"]}, Event.LEFT),
        (Lists.CLASSES, "update", {"until": ["d", None]}, Event.CORRECTED),
        (Lists.CLASSES, "update", {"since": ["d", "e"]}, Event.CORRECTED),
        (Lists.CLASSES, "update", {"arrival_order": ["", "12"]}, None),
        (Lists.CLASSES, "delete", {"pupil_id": [5, None], "since": ["d", None]}, Event.TAKEN_OFF),
        (Lists.STAFF, "insert", {"last_name": [None, "Новая"]}, Event.CAME),
        (Lists.STAFF, "update", {"left_on": [None, "d"]}, Event.LEFT),
        (Lists.STAFF, "update", {"position": ["", "учитель"]}, Event.CORRECTED),
        (Lists.STAFF, "update", {"phone": ["", "8"], "user_id": [None, 3]}, None),
    ],
)
def test_what_the_history_tells_of_a_list(lists, action, changes, event):
    assert rules.event_of(lists, action, changes) == event


@pytest.mark.parametrize(
    ("events", "gone", "told"),
    [
        ([], False, []),
        ([Event.CAME, Event.CORRECTED], False, [Event.CAME]),
        ([Event.CAME, Event.LEFT], True, [Event.CAME, Event.LEFT]),
        ([Event.CAME, Event.TAKEN_OFF], False, []),
        ([Event.CORRECTED, Event.TAKEN_OFF], False, [Event.TAKEN_OFF]),
        ([Event.LEFT, Event.CORRECTED], False, [Event.CORRECTED]),
        ([Event.CORRECTED, Event.CORRECTED], True, [Event.CORRECTED]),
    ],
)
def test_of_one_line_only_the_outcome_is_told(events, gone, told):
    assert rules.net_events(events, gone) == told
