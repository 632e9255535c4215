"""The staff room: documents, who has read them, reminders [M2 M4]."""

import datetime as dt
import os

import pytest

from app.board.enums import PaperSection
from app.board.models import Paper
from app.board.operations.papers import (
    add_paper,
    forget_papers,
    read_paper,
    remind_of_paper,
    withdraw_paper,
)
from app.board.queries.papers import (
    has_read,
    journal_rules,
    paper_of,
    papers,
    readers,
    unread_papers,
)
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.core.files import Scan
from app.messages.models import Notice
from tests.board.people import NOW, TODAY, people_of
from tests.factories import save

pytestmark = pytest.mark.req("M2")

STAFF = ("admin", "director", "deputy", "secretary", "teacher", "head")
FAMILY = ("pupil", "parent")


@pytest.fixture
def people(school):
    return people_of(school)


def put(who, title="Приказ № 5", section=PaperSection.ORDER, *, must_read=True, files=1) -> int:
    scans = [Scan("a" * 40, "Приказ.pdf", "application/pdf")] * files
    with unit_of_work("form", who):
        return add_paper(
            who, section=section, title=title, must_read=must_read, files=lambda: scans, now=NOW
        ).id


def read(who, key: int, now=NOW) -> None:
    with unit_of_work("page", who):
        read_paper(who, paper_id=key, now=now)


def test_documents_are_for_staff_only(people):
    key = put(people["secretary"])
    for name in STAFF:
        assert paper_of(people[name], key).title == "Приказ № 5"
        assert list(papers(people[name], "")) == [PaperSection.ORDER]
    for name in FAMILY:
        assert (papers(people[name], ""), unread_papers(people[name])) == ({}, 0)
        with pytest.raises(NotFound):
            read(people[name], key)


@pytest.mark.parametrize("who", ["teacher", "head", "parent"])
def test_only_the_office_and_the_leaders_keep_documents(people, who):
    key = put(people["secretary"])
    with pytest.raises(Forbidden):
        put(people[who])
    for write in (
        lambda: withdraw_paper(people[who], paper_id=key, now=NOW),
        lambda: remind_of_paper(people[who], paper_id=key, now=NOW, letters={}),
    ):
        with pytest.raises(Forbidden), unit_of_work("form", people[who]):
            write()
    assert readers(people[who], paper_of(people["admin"], key), TODAY) == []


@pytest.mark.usefixtures("app")
def test_it_is_seen_who_has_read_a_document_and_who_has_not(people):
    key, teacher = put(people["deputy"]), people["teacher"]
    put(people["deputy"], "Памятка", PaperSection.OTHER, must_read=False)
    assert unread_papers(teacher) == 1
    read(teacher, key)
    read(teacher, key, NOW + dt.timedelta(days=1))  # the first time counts
    paper = paper_of(people["deputy"], key)
    assert (unread_papers(teacher), has_read(teacher, paper)) == (0, NOW)
    found = [(one.name, one.read_at) for one in readers(people["deputy"], paper, TODAY)]
    assert found == [("Сидорова Анна", None), ("Иванова Анна", NOW)]
    (line,) = papers(teacher, "приказ")[PaperSection.ORDER]
    assert (line.read_at, line.readers) == (NOW, 1)


def test_who_leaves_soon_still_has_to_read_and_who_has_left_no_more(school, people):
    paper = paper_of(people["deputy"], put(people["deputy"]))
    school.teacher.left_on = TODAY + dt.timedelta(days=1)
    save(school.teacher)
    late = lambda days: [  # noqa: E731
        one.name for one in readers(people["deputy"], paper, TODAY + dt.timedelta(days=days))
    ]
    assert late(1) == ["Иванова Анна", "Сидорова Анна"]
    assert late(2) == ["Сидорова Анна"]


def test_one_press_reminds_everybody_who_has_not_read_it_once_a_day(people):
    key = put(people["deputy"])
    read(people["teacher"], key)

    def remind(now):
        with unit_of_work("form", people["deputy"]):
            return remind_of_paper(people["deputy"], paper_id=key, now=now, letters={})

    assert (remind(NOW), remind(NOW), remind(NOW + dt.timedelta(days=1))) == (1, 0, 1)
    head = people["head"].user_id
    rows = db.session.query(Notice).all()
    assert {(row.user_id, row.address) for row in rows} == {(head, f"/papers/{key}")}
    read(people["head"], key)
    db.session.expire_all()
    assert [row.read_at is None for row in db.session.query(Notice)] == [False, False]


def test_a_new_regulation_on_the_journal_takes_the_place_of_the_old(people):
    assert journal_rules(people["teacher"]) is None
    old = put(people["admin"], "Положение", PaperSection.RULES)
    new = put(people["admin"], "Положение, новая редакция", PaperSection.RULES)
    assert journal_rules(people["teacher"]).id == new
    assert journal_rules(people["parent"]) is None
    assert paper_of(people["secretary"], old).withdrawn_at == NOW
    with pytest.raises(NotFound):
        paper_of(people["teacher"], old)


def test_a_withdrawn_document_waits_for_nobody(people):
    key = put(people["deputy"])
    with unit_of_work("form", people["deputy"]):
        withdraw_paper(people["deputy"], paper_id=key, now=NOW)
    assert (unread_papers(people["teacher"]), papers(people["teacher"], "")) == (0, {})


def test_nobody_is_asked_to_read_a_withdrawn_document(people):
    key, deputy = put(people["deputy"]), people["deputy"]
    remind = lambda days: remind_of_paper(  # noqa: E731
        deputy, paper_id=key, now=NOW + dt.timedelta(days=days), letters={}
    )
    with unit_of_work("form", deputy):
        assert remind(0) == 2
    with unit_of_work("form", deputy):
        withdraw_paper(deputy, paper_id=key, now=NOW)
        assert remind(1) == 0
    assert {row.read_at for row in db.session.query(Notice)} == {NOW}


@pytest.mark.parametrize(("title", "files"), [("", 1), ("Приказ", 0), ("п" * 201, 1)])
def test_a_document_needs_a_title_and_a_file(people, title, files):
    with pytest.raises(Refused):
        put(people["deputy"], title, files=files)
    assert db.session.query(Paper).count() == 0


@pytest.mark.usefixtures("app")
def test_documents_are_found_by_words_of_the_title(people):
    put(people["deputy"], "Приказ о Ёлке")
    put(people["deputy"], "Приказ № 6, 100%")
    found = lambda words: [  # noqa: E731
        line.paper.title for line in papers(people["teacher"], words).get(PaperSection.ORDER, ())
    ]
    assert found("елке ПРИКАЗ") == ["Приказ о Ёлке"]
    assert (found("100%"), found("_")) == (["Приказ № 6, 100%"], [])


def test_files_of_no_document_go_after_a_day(sqlite_app, people, tmp_path):
    sqlite_app.config["INSTANCE_DIR"] = str(tmp_path)
    folder = tmp_path / "papers"
    folder.mkdir()
    put(people["deputy"])
    for name in ("a" * 40, "b" * 40):
        (folder / name).write_text("x")
        os.utime(folder / name, (0, 0))
    forget_papers(NOW.replace(minute=5))
    assert len(list(folder.iterdir())) == 2
    forget_papers(NOW)
    assert [path.name for path in folder.iterdir()] == ["a" * 40]
