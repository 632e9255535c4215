"""What is known of an absence before the lesson is marked [T1 T2]."""

import datetime as dt

import pytest

from app.attendance.enums import AbsenceKind, Decision, DocumentKind
from app.attendance.models import Absence, AbsenceDocument, AbsenceReport, DayNote
from app.attendance.queries.reasons import known_reasons
from app.attendance.rules.reasons import Known, Source, going_on, gone, ranked
from app.core import clock
from app.core.db import db
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from tests.factories import make_lesson, make_staff, make_user, save
from tests.journal.entries import NOW

DAY = dt.date(2026, 9, 1)
UNKNOWN, NO, EXC, ILL, LATE = AbsenceKind


def paper(pupil, kind=ILL, first=DAY, last=DAY, **values):
    defaults = {"document": DocumentKind.CERTIFICATE, "received_on": DAY}
    return save(
        AbsenceDocument(pupil=pupil, kind=kind, first=first, last=last, **{**defaults, **values})
    )


def report(pupil, kind=EXC, state=Decision.WAITING, first=DAY, last=DAY):
    user = make_user("parent")
    return save(
        AbsenceReport(
            pupil=pupil, kind=kind, first=first, last=last, state=state, reported_by=user,
            reported_at=NOW,
        )
    )  # fmt: skip


@pytest.mark.req("T1")
def test_the_surest_source_comes_first_and_every_kind_once():
    known = [
        Known(1, Source.WAITING, EXC, until=DAY),
        Known(1, Source.EARLIER, UNKNOWN, since=1),
        Known(1, Source.NOTE, ILL),
        Known(1, Source.DOCUMENT, ILL, until=DAY, order=(2,)),
        Known(1, Source.DOCUMENT, EXC, until=DAY, order=(0,)),
        Known(2, Source.NOTE, EXC),
    ]
    found = ranked(known)
    assert [(one.kind, one.rank) for one in found[1]] == [(EXC, 1), (ILL, 1), (UNKNOWN, 5)]
    assert [(one.kind, one.rank) for one in found[2]] == [(EXC, 3)]


@pytest.mark.req("T1")
@pytest.mark.parametrize(
    ("known", "text"),
    [
        (Known(1, Source.DOCUMENT, ILL, until=dt.date(2026, 9, 12)), "по документу до 12.09"),
        (Known(1, Source.REPORT, ILL, until=DAY), "по сообщению родителей до 01.09"),
        (Known(1, Source.NOTE, ILL), "по сведениям классного руководителя"),
        (Known(1, Source.EARLIER, UNKNOWN, since=2), "со 2 урока"),
        (Known(1, Source.EARLIER, UNKNOWN, since=1), "с 1 урока"),
        (Known(1, Source.GONE, UNKNOWN, since=3), "нет до конца дня (урок 3)"),
        (Known(1, Source.WAITING, EXC, until=DAY), "сообщили родители, ещё не подтверждено"),
    ],
)
def test_the_words_tell_the_source_and_nothing_medical(sqlite_app, known, text):
    assert str(ranked([known])[1][0].text) == text


@pytest.mark.req("T1", "T4")
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({}, []),
        ({1: {7: UNKNOWN}}, [(7, UNKNOWN, 1)]),
        (
            {1: {7: UNKNOWN}, 2: {7: ILL}},
            [(7, ILL, 1)],
        ),  # the last word counts, the first lesson too
        ({1: {7: UNKNOWN}, 2: {}}, []),  # came to the second
        ({1: {7: UNKNOWN}, 2: {}, 3: {7: UNKNOWN}}, [(7, UNKNOWN, 3)]),  # went away again
        ({1: {7: UNKNOWN}, 2: {7: LATE}}, []),  # late is there
        ({2: {7: NO, 8: UNKNOWN}, 1: {8: UNKNOWN}}, [(7, NO, 2), (8, UNKNOWN, 1)]),
    ],
)
def test_an_absence_goes_on_from_the_last_noted_lesson(noted, expected):
    assert sorted((k.pupil, k.kind, k.since) for k in going_on(noted)) == expected


@pytest.mark.req("T1")
def test_who_has_gone_for_the_day_stays_away_since_the_first_lesson_that_says_so():
    assert gone({4: {7: ILL}, 3: {7: UNKNOWN, 8: NO}}) == [
        Known(7, Source.GONE, UNKNOWN, since=3),
        Known(8, Source.GONE, NO, since=3),
    ]


@pytest.fixture
def lesson(school):
    """The third lesson of 1 September, for all of 7А; English before it is of a part only."""
    return make_lesson(school.algebra, DAY, 4)


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1", "T2")
def test_every_source_is_read_for_the_pupils_of_the_lesson(school, lesson):
    ill, told, noted = school.pupils
    paper(ill, first=DAY - dt.timedelta(5), last=DAY)
    paper(ill, kind=EXC, document=DocumentKind.STATEMENT, received_on=DAY + dt.timedelta(1))
    report(told)
    report(told, kind=ILL, state=Decision.ACCEPTED)
    report(noted, kind=ILL, state=Decision.DECLINED)
    save(DayNote(pupil=noted, day=DAY, kind=EXC, note="соревнования"))
    paper(school.foreign_pupil)
    paper(told, first=DAY + dt.timedelta(1), last=DAY + dt.timedelta(3))
    found = known_reasons(lesson)
    assert {pupil: [(r.kind, r.rank) for r in found[pupil]] for pupil in found} == {
        ill.id: [(ILL, 1), (EXC, 1)],
        told.id: [(ILL, 2), (EXC, 6)],
        noted.id: [(EXC, 3)],
    }


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1")
def test_the_absence_of_the_lesson_before_is_proposed(school, lesson):
    first, second, third = school.pupils
    save(
        Absence(lesson=school.lessons[0], pupil=first, kind=UNKNOWN),
        Absence(lesson=school.english_lesson, pupil=first, kind=UNKNOWN),
        Absence(lesson=school.lessons[0], pupil=second, kind=UNKNOWN),  # came to English
        Absence(lesson=school.foreign_lesson, pupil=school.foreign_pupil, kind=UNKNOWN),
        Absence(lesson=make_lesson(school.algebra, DAY, 5), pupil=third, kind=UNKNOWN),  # later
    )
    found = known_reasons(lesson)
    assert {pupil: [(one.kind, str(one.text)) for one in found[pupil]] for pupil in found} == {
        first.id: [(UNKNOWN, "со 2 урока")]
    }


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1")
def test_who_has_gone_for_the_day_is_proposed_although_the_next_lesson_forgot_it(school, lesson):
    pupil = school.pupils[0]
    save(Absence(lesson=school.lessons[0], pupil=pupil, kind=UNKNOWN, gone=True))
    school.english_lesson.topic = "Family"
    db.session.commit()
    found = known_reasons(lesson)
    assert [str(one.text) for one in found[pupil.id]] == ["нет до конца дня (урок 2)"]


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1")
def test_a_lesson_that_nobody_marked_or_that_was_not_held_says_nothing(school, lesson):
    pupil = school.pupils[0]
    save(Absence(lesson=school.lessons[0], pupil=pupil, kind=UNKNOWN))
    assert set(known_reasons(lesson)) == {pupil.id}  # English is not marked yet
    school.english_lesson.topic = "Family"
    db.session.commit()
    assert known_reasons(lesson) == {}  # there the pupil was present
    school.english_lesson.status = LessonStatus.CANCELLED
    db.session.commit()
    assert set(known_reasons(lesson)) == {pupil.id}


@pytest.mark.usefixtures("app")
@pytest.mark.req("S4", "T1")
def test_a_lesson_of_a_subgroup_speaks_of_its_pupils(school):
    inside, _second, outside = school.pupils
    paper(inside)
    paper(outside)
    assert set(known_reasons(school.english_lesson)) == {inside.id}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("rows", [1, 3])
def test_reasons_take_three_statements_whatever_is_known(school, lesson, statements, rows):
    for pupil in school.pupils[:rows]:
        paper(pupil)
        report(pupil)
        save(Absence(lesson=school.lessons[0], pupil=pupil, kind=UNKNOWN))
    lesson_id = lesson.id
    db.session.expunge_all()
    sent = statements()
    known_reasons(db.session.get(Lesson, lesson_id))
    assert len(sent) == 4  # the lesson, its course, papers, earlier lessons


@pytest.fixture
def on_that_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def visitor(login, role, person=None):
    user_id = make_user(role)
    if person is not None:
        person.user_id = user_id
        db.session.commit()
    return login(user_id)


@pytest.mark.req("T1", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("who", "role", "status"),
    [
        ("teacher", "teacher", 200),
        ("head", "class_teacher", 200),
        ("other", "teacher", 404),
        (None, "director", 200),
        (None, "deputy", 200),
        (None, "admin", 200),
        (None, "secretary", 403),
        (None, "pupil", 403),
        (None, "parent", 403),
    ],
)
def test_reasons_are_for_those_who_open_the_journal_page(
    school, on_that_day, sqlite_app, login, who, role, status
):
    client = visitor(login, role, getattr(school, who) if who else None)
    lesson = school.lessons[0]
    answer = client.get(f"/attendance/reasons?lesson={lesson.id}")
    assert answer.status_code == status


@pytest.mark.req("T1", "P2")
def test_the_answer_has_letters_and_words_but_nothing_of_the_paper(
    school, on_that_day, sqlite_app, login
):
    pupil = school.pupils[0]
    paper(pupil, last=dt.date(2026, 9, 12), note="перелом руки", scan_key="k", scan_name="s.pdf")
    save(DayNote(pupil=school.pupils[1], day=DAY, kind=EXC, note="тайна"))
    answer = visitor(login, "teacher", school.teacher).get(
        f"/attendance/reasons?lesson={school.lessons[0].id}"
    )
    assert answer.json == {
        str(pupil.id): [{"kind": "ill", "letter": "Б", "text": "по документу до 12.09"}],
        str(school.pupils[1].id): [
            {"kind": "excused", "letter": "У", "text": "по сведениям классного руководителя"}
        ],
    }


@pytest.mark.parametrize("lesson", ["", "x", "0", "999999", "99999999999999"])
def test_a_lesson_that_is_not_there_is_404(school, on_that_day, sqlite_app, login, lesson):
    client = visitor(login, "teacher", make_staff("Новая"))
    assert client.get(f"/attendance/reasons?lesson={lesson}").status_code == 404
