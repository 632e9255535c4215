"""A school for the access matrix: for every kind of thing one that is a person's own, one foreign.

What is foreign carries a secret word, so that a leak is seen wherever it comes out: `NAME` in
everything about the people of another class, `WORK` in what its journal holds.
"""

import datetime as dt
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import User

from app.accounts.enums import LoginOutcome
from app.accounts.models import LoginRecord, LoginSession, SecondFactor
from app.accounts.roles import ROLES
from app.attendance.enums import AbsenceKind, DocumentKind
from app.attendance.models import (
    Absence,
    AbsenceDocument,
    AbsenceReport,
    CorrectionRequest,
    DayNote,
)
from app.audit.models import AuditEntry
from app.board.enums import Audience, PaperSection
from app.board.models import Announcement, ForumPost, ForumSection, ForumTopic, Paper
from app.classes.models import ClassMembership, Subgroup, SubgroupMembership
from app.consents.enums import Covers
from app.consents.models import Consent, GuardianPapers
from app.control.enums import Looked
from app.control.models import Inspection, Remark
from app.core.db import db
from app.correspondence.models import Message, MessageCopy, MessageFile
from app.diary.enums import RemarkKind
from app.diary.models import HandedIn, PupilRemark
from app.jobs.models import Job
from app.journal.models import Homework, Mark, Reopening, Task
from app.movement.enums import Wish
from app.movement.models import MovementRequest
from app.outages.models import JournalSheet, Outage, ServerGap, Transfer
from app.people.models import Guardianship
from app.plan.models import CurriculumHours
from app.results.enums import Decision
from app.results.models import CouncilDecision, Result
from app.school.enums import DayKind
from app.school.models import CalendarDay, Vacation
from app.timetable.models import TeacherAbsence
from app.works.models import ControlWork
from tests import factories
from tests.factories import SchoolWorld, save
from tests.works.scene import make_plan

NAME, WORK = "Канарейкин", "Снегирёв"
NOW = dt.datetime(2026, 9, 3, 12, 0, tzinfo=dt.UTC)
# Who may see neither word; the secretary keeps people, but no journal.
SECRETS = {
    "secretary": (WORK,),
    "class_teacher": (NAME, WORK),
    "teacher": (NAME, WORK),
    "pupil": (NAME, WORK, "Ёлкин", "Жуков"),
    "parent": (NAME, WORK, "Ёлкин", "Жуков"),
}


@dataclass
class World:
    """Users by role; `things`: table → keys of (own, foreign); `personal`: table → role → key."""

    users: dict[str, int]
    things: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    personal: dict[str, dict[str, int]] = field(default_factory=dict)

    def key(self, table: str, role: str, *, foreign: bool) -> Any:
        """The key of an own or foreign row of a table for a role."""
        if table in self.personal:
            return self.personal[table]["foreign" if foreign else role]
        return self.things[table][foreign]


def build() -> World:
    """Make the school with everything twice."""
    school = factories.school_world()
    school.foreign_pupil.last_name = NAME
    school.foreign_lesson.topic = WORK
    school.school.pupils_hand_in = True
    world = World({role: factories.make_user(role) for role in ROLES})
    _people(school, world)
    _structure(school, world)
    both = (
        (school.algebra, school.lessons[0], school.pupils[0], "Своё"),
        (school.foreign, school.foreign_lesson, school.foreign_pupil, WORK),
    )
    made = [_records(school, world.users, *one) for one in both]
    for own, foreign in zip(*made, strict=True):
        world.things[type(own).__name__] = (_key(own), _key(foreign))
    _logins(world)
    _messages(world)
    _board(school, world)
    audited = db.session.scalars(db.select(AuditEntry.id).order_by(AuditEntry.id)).all()
    world.things["AuditEntry"] = (audited[0], audited[-1])
    return world


def _key(row: Any) -> Any:
    return db.inspect(row).identity[0]


def _people(school: SchoolWorld, world: World) -> None:
    """Logins of the persons; their guardians; who is in which class and group."""
    own = factories.make_guardian(school.pupils[0])
    foreign = factories.make_guardian(school.foreign_pupil, phone="+7 900 000-00-00")
    group = factories.make_subgroup(school.class_8b, "2 группа", school.foreign_pupil)
    for role, person in {
        "class_teacher": school.head,
        "teacher": school.teacher,
        "pupil": school.pupils[0],
        "parent": own,
    }.items():
        person.user_id = world.users[role]
    db.session.commit()
    stranger = factories.make_user("teacher", username="stranger")
    rows = (school.class_7a, school.class_8b)
    world.things |= {
        "User": (world.users["teacher"], stranger),
        "Pupil": (school.pupils[0].id, school.foreign_pupil.id),
        "Guardian": (own.id, foreign.id),
        "Guardianship": _pair(Guardianship),
        **_consents({own: school.pupils[0], foreign: school.foreign_pupil}),
        "Staff": (school.teacher.id, school.other.id),
        "SchoolClass": (rows[0].id, rows[1].id),
        "ClassMembership": _pair(ClassMembership),
        "Subgroup": (_first(Subgroup), group.id),
        "SubgroupMembership": _pair(SubgroupMembership),
    }


def _consents(signed: dict[Any, Any]) -> dict[str, tuple[Any, Any]]:
    """A consent of each guardian, and the papers that it opens."""
    day = factories.YEAR_STARTS
    for guardian, pupil in signed.items():
        passport = f"{pupil.last_name} 4510 123456"
        save(
            Consent(pupil=pupil, guardian=guardian, covers=Covers.PAPERS, given_on=day),
            GuardianPapers(guardian=guardian, passport=passport),
        )
    return {"Consent": _pair(Consent), "GuardianPapers": _pair(GuardianPapers)}


def _first(model: Any) -> Any:
    return db.session.scalars(db.select(model.id).order_by(model.id)).first()


def _pair(model: Any) -> tuple[Any, Any]:
    """The first and the last row of a table: 7А was made before 8Б."""
    keys = db.session.scalars(db.select(model.id).order_by(model.id)).all()
    return keys[0], keys[-1]


def _structure(school: SchoolWorld, world: World) -> None:
    """What belongs to nobody: one row of it stands for both."""
    bells, day = factories.make_bells(), dt.date(2026, 11, 3)
    shared = {
        "School": school.school,
        "AcademicYear": school.year,
        "GradingPeriod": school.periods[0],
        "Vacation": Vacation(year=school.year, name="Осенние", starts=day, ends=day),
        "CalendarDay": CalendarDay(day=day, kind=DayKind.DAY_OFF),
        "BellSchedule": bells,
        "BellTime": bells.times[0],
        "Shift": bells.shift,
        "Room": factories.make_room(),
        "Subject": school.algebra.subject,
        "WorkKind": school.kinds["О"],
        "Outage": Outage(
            starts=NOW, ends=NOW + dt.timedelta(hours=1), reason="нет сети", classes=[]
        ),
        "ServerGap": ServerGap(starts=NOW, ends=NOW + dt.timedelta(hours=1)),
        "TeacherAbsence": TeacherAbsence(staff=school.other, first=day, last=day, reason="курсы"),
    }
    save(*shared.values())
    world.things |= {name: (row.id, row.id) for name, row in shared.items()}


def _records(
    school: SchoolWorld, users: dict[str, int], course: Any, lesson: Any, pupil: Any, words: str
) -> list[Any]:
    """Everything that hangs on a course, a lesson and a pupil."""
    task = Task(lesson=lesson, kind=school.kinds["О"], position=1, title=words)
    span = {"pupil": pupil, "first": lesson.day, "last": lesson.day, **_scan(str(pupil))}
    told = {"reported_by": users["parent"], "reported_at": NOW, "text": str(pupil)}
    asked = {"about": "clash", "change": "ill", "asked_by": 1, "asked_name": "Кто", "asked_at": NOW}
    plan = factories.make_plan(course, "Тема", author=school.teacher)
    if course is school.foreign:
        plan.author = school.other
    staff, grade = course.teachers[0].staff, course.school_class.grade
    homework = Homework(lesson=lesson, text=words, set_at=NOW)
    of_pupil = {"pupil": pupil, "day": lesson.day}
    written = make_plan(course.subject, staff, grade=grade, title=words)
    rows = [
        task,
        written,
        ControlWork(plan=written, course=course, task=task, day=lesson.day),
        Mark(task=task, pupil=pupil, value="5"),
        Absence(lesson=lesson, pupil=pupil, kind=AbsenceKind.LATE, minutes=5),
        homework,
        HandedIn(homework=homework, pupil=pupil, at=NOW, **_file("homework", words)),
        PupilRemark(kind=RemarkKind.PRAISE, text=words, author=staff, **of_pupil),
        Result(course=course, period=school.periods[0], pupil=pupil, value="4"),
        Reopening(
            course=course,
            staff=course.teachers[0].staff,
            first=lesson.day,
            last=lesson.day,
            until=lesson.day,
            reason=words,
        ),
        CouncilDecision(
            school_class=course.school_class,
            pupil=pupil,
            decision=Decision.PROMOTED,
            protocol_number=words,
            protocol_date=lesson.day,
        ),
        *_inspection(course, lesson, words),
        JournalSheet(course=course, first=lesson.day, last=lesson.day, printed_at=NOW),
        AbsenceDocument(
            document=DocumentKind.CERTIFICATE,
            kind=AbsenceKind.ILL,
            received_on=lesson.day,
            note=str(pupil),
            **span,
        ),
        AbsenceReport(kind=AbsenceKind.ILL, **told, **span),
        DayNote(kind=AbsenceKind.ILL, note=str(pupil), **of_pupil),
        CorrectionRequest(lesson=lesson, pupil=pupil, seen=1, text=words, **asked),
        Transfer(outage_id=_first(Outage), lesson=lesson),
        MovementRequest(
            school_class=course.school_class,
            wish=Wish.REMOVE,
            pupil=pupil,
            day=lesson.day,
            words=str(pupil),
            asked_by=users["admin" if course is school.foreign else "class_teacher"],
            asked_name="Кто",
            asked_at=NOW,
        ),
        CurriculumHours(
            school_class=course.school_class, subject=course.subject, hours_week=3, hours_year=102
        ),
        factories.make_slot(course),
        plan.topics[0],
        plan,
        course.teachers[0],
        lesson,
        course,
    ]
    save(*rows)
    return rows


def _inspection(course: Any, lesson: Any, words: str) -> list[Any]:
    """A check of the course's journal with a remark to its teacher."""
    inspection = Inspection(
        school_class=course.school_class,
        course=course,
        first=lesson.day,
        last=lesson.day,
        inspector_id=_first(User),
        inspector="Кто",
        began_at=NOW,
    )
    staff_id = course.teachers[0].staff_id
    remark = Remark(course=course, staff_id=staff_id, about=Looked.TOPICS, text=words, made_at=NOW)
    remark.inspection = inspection
    return [inspection, remark]


def _scan(words: str) -> dict[str, str]:
    """A scanned paper in the folder of scans."""
    return {f"scan_{name}": value for name, value in _file("scans", words).items()}


def _file(folder_name: str, words: str) -> dict[str, str]:
    """A file with these words in a folder of the server."""
    folder = Path(current_app.config["INSTANCE_DIR"]) / folder_name
    folder.mkdir(parents=True, exist_ok=True)
    key = sha256(words.encode()).hexdigest()[:40]
    (folder / key).write_text(words, "utf-8")
    return {"key": key, "name": "Справка.pdf", "type": "application/pdf"}


def _messages(world: World) -> None:
    """A message that everybody got, and one between two others, which nobody else reads."""
    others = [world.things["User"][1], factories.make_user("parent")]
    made = [
        Message(
            author_id=others[0],
            author_name="Кто-то",
            whom="Кому-то",
            subject=words,
            text=words,
            sent_at=NOW,
            copies=[MessageCopy(user_id=user) for user in users],
            files=[MessageFile(**_file("letters", words))],
        )
        for users, words in ((world.users.values(), "Своё"), (others[1:], WORK))
    ]
    save(*made)
    world.things["Message"] = (made[0].id, made[1].id)
    world.things["MessageFile"] = _pair(MessageFile)


def _board(school: SchoolWorld, world: World) -> None:
    """An announcement for 7А and one for 8Б, a document in force and a withdrawn one; the forum."""
    day = NOW.date()
    by = {"author_id": world.things["User"][1], "author_name": "Кто-то"}
    parts = (
        (school.class_7a, "Своё", None, Audience.ALL),
        (school.class_8b, WORK, NOW, Audience.STAFF),
    )
    for own_class, words, withdrawn_at, audience in parts:
        topic = ForumTopic(title=str(audience), author_name="Кто-то", last_at=NOW)
        topic.section = ForumSection(title=str(audience), audience=audience)
        text = {"title": words, "text": words}
        span = {"starts": day, "ends": day, "audience": Audience.CLASSES, "made_at": NOW}
        secret = NAME if withdrawn_at else "Приказ"  # the secretary keeps the withdrawn ones
        paper = {"section": PaperSection.ORDER, "withdrawn_at": withdrawn_at, "made_at": NOW}
        save(
            Announcement(classes=[own_class], **span, **text, **by),
            Paper(title=secret, **paper, **_file("papers", secret), **by),
            ForumPost(topic=topic, text=str(audience), made_at=NOW, **by),
        )
    for model in (Announcement, Paper, ForumSection, ForumTopic, ForumPost):
        world.things[model.__name__] = _pair(model)


def _logins(world: World) -> None:
    """One job and one session of everybody, and those of somebody else; how they came in."""
    owners = world.users | {"foreign": world.things["User"][1]}
    world.personal = {"Job": {}, "LoginSession": {}}
    for role, owner in owners.items():
        words = {"kind": "matrix", "title": WORK if role == "foreign" else "Своё", "params": {}}
        world.personal["Job"][role] = save(Job(owner_id=owner, made_at=NOW, **words)).id
        open_ = LoginSession(user_id=owner, key=role, began_at=NOW, seen_at=NOW)
        world.personal["LoginSession"][role] = save(open_).id
    users = world.things["User"]
    for user in users:
        record = LoginRecord(at=NOW, name=NAME, user_id=user, outcome=LoginOutcome.RIGHT)
        save(record, SecondFactor(user_id=user, secret=NAME, since=NOW))
    world.things["LoginRecord"] = _pair(LoginRecord)
    world.things["pupil's key"] = tuple(f"pupil-{key}" for key in world.things["Pupil"])


__all__ = ["NAME", "NOW", "SECRETS", "WORK", "World", "build"]
