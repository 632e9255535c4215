"""Announcements: for whom, from when until when, by whom [M2]."""

import datetime as dt
from contextlib import nullcontext

import pytest

from app.board.enums import Audience
from app.board.operations.announcements import (
    Card,
    announce,
    change_announcement,
    withdraw_announcement,
)
from app.board.queries.announcements import (
    announcement_of,
    current_announcements,
    history,
    kept,
)
from app.board.rules import announcement_faults
from app.core.db import unit_of_work
from app.core.errors import Conflict, Forbidden, NotFound, Refused
from tests.board.people import NOW, TODAY, people_of

pytestmark = pytest.mark.req("M2")

STAFF = {"admin", "director", "deputy", "secretary", "teacher", "head"}
PARENTS, PUPILS = {"parent", "foreign parent"}, {"pupil", "foreign pupil"}
LEADERS = {"admin", "director", "deputy"}


@pytest.fixture
def people(school):
    return people_of(school)


def card(audience=Audience.ALL, *class_ids: int, **values) -> Card:
    words = {"title": "Субботник", "text": "Приходите", "starts": TODAY, "ends": TODAY}
    return Card(**{**words, "audience": audience, "class_ids": class_ids, **values})


def put_up(who, *what, **values) -> int:
    with unit_of_work("form", who):
        return announce(who, card=card(*what, **values), now=NOW).id


def seeing(people, key: int) -> set[str]:
    """Who has the announcement on the board; opening it goes by the same rule, or by keeping."""
    seen = set()
    for name, who in people.items():
        on_board = key in {row.id for row in current_announcements(who, TODAY)}
        if on_board:
            seen.add(name)
            assert announcement_of(who, key, TODAY).id == key
        elif name not in LEADERS:
            with pytest.raises(NotFound):
                announcement_of(who, key, TODAY)
    return seen


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience.ALL, STAFF | PARENTS | PUPILS),
        (Audience.STAFF, STAFF),
        (Audience.PARENTS, PARENTS),
        (Audience.PUPILS, PUPILS),
    ],
)
def test_an_announcement_is_seen_by_its_audience_and_nobody_else(people, audience, expected):
    assert seeing(people, put_up(people["deputy"], audience)) == expected


@pytest.mark.usefixtures("app")
def test_one_for_classes_is_seen_by_their_families_and_class_teacher(school, people):
    key = put_up(people["deputy"], Audience.CLASSES, school.class_7a.id)
    assert seeing(people, key) == {"pupil", "parent", "head"}
    key = put_up(people["head"], Audience.CLASSES, school.class_7a.id)
    assert seeing(people, key) == {"pupil", "parent", "head"}


@pytest.mark.parametrize(("starts", "ends"), [(1, 2), (-2, -1)])
def test_before_the_first_and_after_the_last_day_it_is_not_shown(people, starts, ends):
    days = {name: TODAY + dt.timedelta(n) for name, n in (("starts", starts), ("ends", ends))}
    key = put_up(people["deputy"], **days)
    assert seeing(people, key) == set()
    assert [row.id for row in kept(people["director"])] == [key]
    assert kept(people["head"]) == []


def change(who, key: int, what: Card, seen: int) -> None:
    with unit_of_work("form", who):
        change_announcement(who, announcement_id=key, card=what, seen=seen, now=NOW)


def withdraw(who, key: int) -> None:
    with unit_of_work("form", who):
        withdraw_announcement(who, announcement_id=key, now=NOW)


def test_what_is_withdrawn_is_gone_and_may_be_put_up_again(people):
    key = put_up(people["deputy"])
    withdraw(people["director"], key)
    assert seeing(people, key) == set()
    change(people["deputy"], key, card(Audience.STAFF, title="Субботник отменён"), seen=2)
    assert seeing(people, key) == STAFF


@pytest.mark.parametrize(
    ("withdrawing", "again", "comes_back"),
    [
        (("head",), "head", True),
        (("deputy",), "head", False),
        (("deputy", "head"), "head", False),  # taking it down once more changes nothing
        (("head", "deputy"), "head", True),
        (("deputy",), "director", True),
        (("head",), "admin", True),
    ],
)
def test_what_others_have_withdrawn_the_author_cannot_put_up_again(
    school, people, withdrawing, again, comes_back
):
    key = put_up(people["head"], Audience.CLASSES, school.class_7a.id)
    for name in withdrawing:
        withdraw(people[name], key)
    own = card(Audience.CLASSES, school.class_7a.id)
    refused = nullcontext() if comes_back else pytest.raises(Forbidden, match="Роль deputy")
    with refused:
        change(people[again], key, own, seen=2)
    on_board = [row.id for row in current_announcements(people["parent"], TODAY)]
    assert on_board == ([key] if comes_back else [])


@pytest.mark.usefixtures("app")
@pytest.mark.req("J10")
def test_of_two_who_change_one_announcement_the_second_is_told(school, people):
    key = put_up(people["head"], Audience.CLASSES, school.class_7a.id)
    both = card(Audience.CLASSES, school.class_7a.id, school.class_8b.id)
    change(people["deputy"], key, both, seen=1)  # the classes alone are a change, too
    own = card(Audience.CLASSES, school.class_7a.id, title="Собрание")
    with pytest.raises(Conflict):
        change(people["head"], key, own, seen=1)
    assert seeing(people, key) == {"pupil", "parent", "head", "foreign pupil", "foreign parent"}


@pytest.mark.req("J9")
def test_the_history_of_an_announcement_is_for_who_keeps_it(people):
    key = put_up(people["deputy"])
    change(people["director"], key, card(title="Субботник отменён"), seen=1)
    withdraw(people["deputy"], key)
    row = announcement_of(people["admin"], key, TODAY)
    assert [(entry.user_name, entry.changes) for entry in history(people["deputy"], row)][:2] == [
        (
            "Роль deputy",
            {
                "withdrawn_at": [None, NOW.isoformat()],
                "withdrawn_by": [None, people["deputy"].user_id],
                "withdrawn_name": ["", "Роль deputy"],
            },
        ),
        (
            "Роль director",
            {"title": ["Субботник", "Субботник отменён"], "changed_at": [None, NOW.isoformat()]},
        ),
    ]
    assert (len(history(people["admin"], row)), history(people["teacher"], row)) == (3, ())


@pytest.mark.parametrize(
    ("who", "audience", "names"),
    [
        ("head", Audience.ALL, ()),
        ("head", Audience.STAFF, ()),
        ("head", Audience.CLASSES, ("class_8b",)),
        ("head", Audience.CLASSES, ("class_7a", "class_8b")),
        ("teacher", Audience.CLASSES, ("class_7a",)),
        ("secretary", Audience.ALL, ()),
        ("parent", Audience.CLASSES, ("class_7a",)),
        ("pupil", Audience.ALL, ()),
    ],
)
def test_who_announces_to_whom(school, people, who, audience, names):
    keys = [getattr(school, name).id for name in names]
    with pytest.raises(Forbidden):
        put_up(people[who], audience, *keys)


def test_an_announcement_of_others_is_neither_changed_nor_withdrawn(school, people):
    key = put_up(people["deputy"], Audience.CLASSES, school.class_7a.id)
    own = card(Audience.CLASSES, school.class_7a.id)
    for write in (
        lambda: withdraw_announcement(people["head"], announcement_id=key, now=NOW),
        lambda: change_announcement(people["head"], announcement_id=key, card=own, seen=1, now=NOW),
    ):
        with pytest.raises(NotFound), unit_of_work("form", people["head"]):
            write()


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, []),
        ({"title": "", "text": ""}, ["title", "text"]),
        ({"title": "т" * 201, "text": "т" * 10_001}, ["title", "text"]),
        ({"ends": TODAY - dt.timedelta(1)}, ["ends"]),
        ({"audience": Audience.CLASSES}, ["classes"]),
    ],
)
def test_what_an_announcement_must_have(values, fields):
    words = {"title": "О", "text": "Т", "starts": TODAY, "ends": TODAY, "audience": Audience.ALL}
    faults = announcement_faults(**{**words, **values}, classes=0)
    assert [fault.field for fault in faults] == fields


def test_what_is_wrong_is_not_put_up(people):
    with pytest.raises(Refused):
        put_up(people["deputy"], title="")
    assert kept(people["deputy"]) == []
