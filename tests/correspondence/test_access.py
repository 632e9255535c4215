"""Who may write to whom, who gets it, and who reads it [M1]."""

import datetime as dt
import os

import pytest

from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.core.files import Scan
from app.correspondence.models import Message, MessageCopy
from app.correspondence.operations import Draft, forget_files, read_message, send_message
from app.correspondence.queries import (
    addressees,
    file_of,
    inbox,
    message_of,
    readers,
    sent,
    thread_of,
    unread_messages,
)
from app.correspondence.rules import answer_subject, message_faults
from app.messages.models import Notice, OutboxLetter
from app.people.models import Guardianship
from tests.factories import actor, make_guardian, make_staff, make_user, save

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.req("M1")]

NOW = dt.datetime(2026, 9, 3, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def people(school):
    """Actors with logins: staff, the pupils Абрамов and Жуков of 7А, their parents, one of 8Б."""
    abramov, _yolkin, zhukov = school.pupils
    found = {}
    staff = {"teacher": school.teacher, "other": school.other, "head": school.head}
    staff["deputy"] = make_staff("Завучева", position="заместитель директора")
    for name, person in staff.items():
        role = {"head": "class_teacher", "deputy": "deputy"}.get(name, "teacher")
        found[name] = _with_login(person, role, staff_id=person.id)
    for name, pupil in (
        ("abramov", abramov),
        ("zhukov", zhukov),
        ("foreign", school.foreign_pupil),
    ):
        found[name] = _with_login(pupil, "pupil", pupil_id=pupil.id)
        parent = make_guardian(pupil)
        found[f"{name}'s parent"] = _with_login(parent, "parent", children=(pupil.id,))
    return found


def _with_login(person, role: str, **values):
    person.user_id = make_user(role)
    save(person)
    return actor(role, name=person.call_name, user_id=person.user_id, **values)


def reached(people, who: str) -> set[str]:
    """Whom a person may write to: names of `people`, and keys of groups."""
    names = {f"user-{one.user_id}": name for name, one in people.items()}
    groups = addressees(people[who], TODAY)
    return {
        names.get(one.key, one.key.split("-")[0]) for _heading, group in groups for one in group
    }


FAMILIES_7A = {"abramov", "abramov's parent", "zhukov", "zhukov's parent"}
FAMILY_8B = {"foreign", "foreign's parent"}
STAFF = {"teacher", "other", "head", "deputy"}
GROUPS = {"administration", "parents", "pupils", "teachers"}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("teacher", (STAFF - {"teacher"}) | FAMILIES_7A | GROUPS),
        ("other", (STAFF - {"other"}) | FAMILIES_7A | FAMILY_8B | GROUPS),
        ("head", (STAFF - {"head"}) | FAMILIES_7A | GROUPS),
        ("deputy", (STAFF - {"deputy"}) | FAMILIES_7A | FAMILY_8B | GROUPS | {"staff"}),
        ("abramov", {"teacher", "other", "head"}),  # is in the English group of «other»
        ("zhukov", {"teacher", "head"}),
        ("zhukov's parent", {"teacher", "head", "administration"}),
        ("foreign's parent", {"other", "administration"}),  # 8Б has no class teacher
        ("foreign", {"other"}),
    ],
)
def test_who_may_write_to_whom_follows_classes_and_courses(people, who, expected):
    assert reached(people, who) == expected


def test_a_parent_stands_with_the_children_that_one_teaches_and_no_others(school, people):
    sibling = make_guardian(school.foreign_pupil, user_id=make_user("parent"), last_name="Общая")
    save(Guardianship(guardian=sibling, pupil=school.pupils[2], relation="мать"))
    labels = lambda who: [  # noqa: E731
        one.label
        for _heading, group in addressees(people[who], TODAY)
        for one in group
        if one.key == f"user-{sibling.user_id}"
    ]
    assert labels("teacher") == ["Общая Мария (Жуков Иван)"]
    assert labels("other") == ["Общая Мария (Чужой Иван, Жуков Иван)"]
    assert labels("abramov") == []


def write(who, whom: str, **values) -> int:
    draft = Draft(**{"whom": whom, "subject": "О походе", "text": "В субботу.", **values})
    with unit_of_work("form", who):
        return send_message(who, draft=draft, now=NOW, letters={}).id


def person(people, name: str) -> str:
    return f"user-{people[name].user_id}"


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("abramov", "zhukov"),
        ("abramov", "deputy"),
        ("zhukov", "other"),
        ("zhukov's parent", "abramov's parent"),
        ("teacher", "foreign's parent"),
        ("abramov", "abramov"),
    ],
)
def test_to_others_nobody_writes(people, who, whom):
    with pytest.raises(Forbidden):
        write(people[who], person(people, whom))
    assert db.session.query(Message).count() == 0


@pytest.mark.parametrize(
    "key", ["staff", "pupils-1", "parents-1", "teachers-1", "user-", "x", "", "user-x"]
)
def test_a_pupil_writes_to_no_group_and_to_no_made_up_key(people, key):
    with pytest.raises(Forbidden):
        write(people["abramov"], key)


def got(message_id: int, people) -> set[str]:
    names = {one.user_id: name for name, one in people.items()}
    rows = db.session.query(MessageCopy).filter_by(message_id=message_id)
    return {names[row.user_id] for row in rows}


@pytest.mark.parametrize(
    ("who", "key", "expected"),
    [
        ("head", "parents", {"abramov's parent", "zhukov's parent"}),
        ("head", "pupils", {"abramov", "zhukov"}),
        ("head", "teachers", {"teacher", "other"}),
        ("deputy", "teachers", {"teacher", "other", "head"}),
        ("deputy", "staff", {"teacher", "other", "head"}),
        ("zhukov's parent", "administration", {"deputy"}),
    ],
)
def test_a_group_is_everybody_in_it_with_a_login_but_the_author(school, people, who, key, expected):
    whole = f"{key}-{school.class_7a.id}" if key in {"parents", "pupils", "teachers"} else key
    assert got(write(people[who], whole), people) == expected


def test_whoever_was_written_to_may_answer(people):
    first = write(people["deputy"], person(people, "zhukov"))
    assert "deputy" in reached(people, "zhukov")
    answer = write(people["zhukov"], person(people, "deputy"), answers=first)
    assert got(answer, people) == {"deputy"}


def test_whoever_has_no_card_and_wrote_may_be_answered(people):
    keeper = actor("admin", name="Администратор", user_id=make_user("admin"))
    first = write(keeper, person(people, "zhukov"))
    write(people["zhukov"], f"user-{keeper.user_id}", answers=first)
    assert [one.message.answers_id for one in inbox(keeper, "")] == [first]


@pytest.mark.parametrize("who", ["teacher", "head", "deputy", "abramov", "zhukov's parent"])
def test_who_leaves_soon_is_written_to_until_the_last_day(school, people, who):
    school.other.left_on = school.teacher.left_on = TODAY
    save(school.other, school.teacher)
    on = lambda day: {  # noqa: E731
        one.key for _heading, group in addressees(people[who], day) for one in group
    }
    key = person(people, "other" if who == "teacher" else "teacher")
    assert (key in on(TODAY), key in on(TODAY + dt.timedelta(days=1))) == (True, False)


def test_pupils_are_not_told_that_a_teacher_has_a_child_here(school, people):
    make_guardian(school.foreign_pupil, user_id=school.teacher.user_id, last_name="Иванова")
    stands = lambda who: [  # noqa: E731
        heading
        for heading, group in addressees(people[who], TODAY)
        for one in group
        if one.key == f"user-{school.teacher.user_id}"
    ]
    assert stands("abramov") == stands("zhukov's parent") == stands("head") == ["Сотрудники"]
    assert stands("deputy") == ["Сотрудники", "Родители"]


def test_an_answer_to_a_message_of_others_is_none(people):
    first = write(people["deputy"], person(people, "abramov"))
    with pytest.raises(NotFound):
        write(people["zhukov"], person(people, "teacher"), answers=first)


def test_nobody_but_author_and_recipients_reads_a_message(school, people):
    key = write(people["head"], f"parents-{school.class_7a.id}", subject="Собрание")
    readers_of = {"head", "abramov's parent", "zhukov's parent"}
    for name, who in people.items():
        if name in readers_of:
            assert message_of(who, key).subject == "Собрание"
        else:
            with pytest.raises(NotFound):
                message_of(who, key)
    assert [one.message.id for one in inbox(people["zhukov's parent"], "")] == [key]
    assert inbox(people["foreign's parent"], "") == sent(people["teacher"], "") == []


def test_the_author_sees_who_has_read_it_and_the_recipients_do_not_see_each_other(school, people):
    key = write(people["head"], f"parents-{school.class_7a.id}")
    parent = people["zhukov's parent"]
    assert [(one.new, one.message.whom) for one in inbox(parent, "")] == [(True, "Родители 7А")]
    with unit_of_work("page", parent):
        read_message(parent, message_id=key, now=NOW)
    assert inbox(parent, "")[0].new is False
    (row,) = sent(people["head"], "")
    assert (row.read, row.all) == (1, 2)
    message = message_of(people["head"], key)
    assert sorted(at is None for _name, at in readers(people["head"], message)) == [False, True]
    assert readers(parent, message) == []


def test_a_message_is_told_by_a_notice_that_goes_when_it_is_read(people):
    who, parent = people["head"], people["zhukov's parent"]
    draft = Draft(person(people, "zhukov's parent"), "О походе", "тайна")
    with unit_of_work("form", who):
        letters = {parent.user_id: "m@home.example"}
        key = send_message(who, draft=draft, now=NOW, letters=letters).id
    notice = db.session.query(Notice).one()
    assert (notice.user_id, notice.address) == (parent.user_id, f"/correspondence/{key}")
    assert (notice.text, notice.read_at) == ("Сидорова Анна пишет: О походе", None)
    assert "тайна" not in db.session.query(OutboxLetter).one().body
    with unit_of_work("page", parent):
        read_message(parent, message_id=key, now=NOW)
    db.session.expire_all()
    assert db.session.query(Notice).one().read_at == NOW


def test_the_exchange_is_shown_as_far_as_one_reads_it(school, people):
    first = write(people["head"], f"parents-{school.class_7a.id}", subject="Собрание")
    abramova, zhukova = people["abramov's parent"], people["zhukov's parent"]
    answer = write(abramova, person(people, "head"), answers=first)
    other = write(zhukova, person(people, "head"), answers=first)
    back = write(people["head"], person(people, "abramov's parent"), answers=answer)
    thread = lambda who, key: [one.id for one in thread_of(who, message_of(who, key))]  # noqa: E731
    assert thread(people["head"], back) == [first, answer, other, back]
    assert thread(abramova, first) == [first, answer, back]
    assert thread(zhukova, other) == [first, other]


def test_unread_messages_are_counted(people):
    who, parent = people["head"], people["zhukov's parent"]
    keys = [write(who, person(people, "zhukov's parent")) for _n in range(2)]
    assert (unread_messages(parent), unread_messages(who)) == (2, 0)
    with unit_of_work("page", parent):
        read_message(parent, message_id=keys[0], now=NOW)
    assert unread_messages(parent) == 1


def test_files_go_with_a_message_to_who_reads_it(app, people, tmp_path):
    app.config["INSTANCE_DIR"] = str(tmp_path)
    scan = Scan("a" * 40, "План.docx", "application/pdf")
    key = write(people["head"], person(people, "zhukov's parent"), files=(scan,))
    (kept,) = message_of(people["head"], key).files
    assert file_of(people["zhukov's parent"], key, kept.id).name == "План.docx"
    second = write(people["head"], person(people, "abramov"))
    for who, message in (("abramov", key), ("abramov", second), ("teacher", key)):
        with pytest.raises(NotFound):
            file_of(people[who], message, kept.id)
    with pytest.raises(Refused):
        write(people["head"], person(people, "zhukov's parent"), files=(scan,) * 6)


def test_files_of_no_message_go_after_a_day(app, people, tmp_path):
    app.config["INSTANCE_DIR"] = str(tmp_path)
    (tmp_path / "letters").mkdir()
    names = ("a" * 40, "b" * 40, "c" * 40)
    for name in names:
        (tmp_path / "letters" / name).write_text("x")
    old = (NOW - dt.timedelta(days=2)).timestamp()
    for name in names[:2]:
        os.utime(tmp_path / "letters" / name, (old, old))
    os.utime(tmp_path / "letters" / names[2], (NOW.timestamp(), NOW.timestamp()))
    write(people["head"], person(people, "abramov"), files=(Scan(names[0], "a.pdf", "b"),))
    forget_files(NOW.replace(minute=7))
    assert len(list((tmp_path / "letters").iterdir())) == 3
    forget_files(NOW)
    left = {path.name for path in (tmp_path / "letters").iterdir()}
    assert left == {names[0], names[2]}


def test_messages_are_found_by_words_whatever_the_case(people):
    who, parent = people["head"], people["zhukov's parent"]
    write(who, person(people, "zhukov's parent"), subject="Ёлка", text="Приходите в 100% костюмах")
    write(who, person(people, "zhukov's parent"), subject="Поход", text="Возьмите воду")
    found = lambda words: [one.message.subject for one in inbox(parent, words)]  # noqa: E731
    assert found("елка ПРИХОДИТЕ") == ["Ёлка"]
    assert found("100%") == ["Ёлка"]
    assert found("сидорова") == ["Поход", "Ёлка"]
    assert (found("елка воду"), found("_")) == ([], [])
    assert [one.message.subject for one in sent(who, "поход")] == ["Поход"]


def test_a_message_to_nobody_and_an_empty_one_are_refused(school, people):
    with pytest.raises(Refused) as refusal:
        write(people["deputy"], f"pupils-{school.class_8b.id}", subject="", text="")
    assert [fault.field for fault in refusal.value.faults] == ["subject", "text"]
    people_of_8b = db.session.get(type(school.foreign_pupil), school.foreign_pupil.id)
    people_of_8b.user_id = None
    save(people_of_8b)
    with pytest.raises(Refused):
        write(people["deputy"], f"pupils-{school.class_8b.id}")


@pytest.mark.parametrize(
    ("subject", "text", "recipients", "fields"),
    [
        ("О походе", "Текст", 1, []),
        ("О" * 200, "т" * 10_000, 1, []),
        ("О" * 201, "Текст", 1, ["text"]),
        ("О походе", "т" * 10_001, 1, ["text"]),
        ("", "", 0, ["subject", "text", "whom"]),
    ],
)
def test_what_a_message_must_have(subject, text, recipients, fields):
    assert [fault.field for fault in message_faults(subject, text, recipients)] == fields


def test_an_answer_says_so_once():
    assert answer_subject("О походе") == answer_subject("Re: О походе") == "Re: О походе"
    assert len(answer_subject("О" * 200)) == 200
