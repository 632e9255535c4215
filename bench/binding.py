"""The bound journal of a class: 300 pages, twice and four times as many, signed; weekly slips.

Usage: python -m bench.binding [FILE]. Each case runs in a process of its own, on a class of 30
pupils that is made for it (SQLite); with FILE the figures are written there. The program's start
and the loading of libraries are not measured, the reading of the data is.
"""

import datetime as dt
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf.pdfa  # noqa: F401  # loaded before it is measured
import pyhanko.sign.signers  # noqa: F401
from flask_migrate import upgrade
from pypdf import PdfReader

from app import create_app
from app.attendance.models import Absence
from app.binding.enums import Part
from app.binding.paper.book import Order, bound_journal
from app.binding.paper.slips import slips_pdf
from app.binding.queries.slips import class_slips
from app.classes.models import ClassMembership, SchoolClass
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import db
from app.core.pdf.signing import signed
from app.journal.models import Homework, Mark, Task
from app.people.models import Pupil, Staff
from app.plan.models import Course, CourseTeacher, WorkKind
from app.school.models import AcademicYear, GradingPeriod, School, Subject
from app.timetable.models import Lesson
from bench import machine
from bench.rows import Row, put
from tests.binding.certificates import PASSWORD, issued

_PUPILS, _COURSES, _LESSONS = 30, 15, 240  # 15 courses of 10 spreads with 24 lessons each
_ABSENT, _MARKED = 0.127, 0.64  # of a lesson's pupils, as in the other measurements
_STARTS, _ENDS = dt.date(2025, 9, 1), dt.date(2026, 5, 31)
_DAY = dt.date(2026, 3, 4)  # of the week of the slips
_TOPIC = "Тема {}: закрепление изученного, решение задач у доски и по карточкам, работа в парах"
_TIMES = 3


def fill(times: int) -> None:
    """A class with so many times the lessons of 300 pages."""
    upgrade()
    for model, rows in (*_school(), *_entries(_COURSES * times)):
        put(db.engine, model, iter(rows))


def _school() -> Iterator[tuple[Any, list[Row]]]:
    span = {"starts": str(_STARTS), "ends": str(_ENDS)}
    yield School, [{"id": 1, "name": "Школа измерений", "short_name": "Школа"}]
    yield AcademicYear, [{"id": 1, "name": "2025/2026", **span}]
    quarter = {"kind": "quarter", "number": 1, "name": "1 четверть", "last_grade": 11}
    yield GradingPeriod, [{"id": 1, "year_id": 1, "first_grade": 1, **quarter, **span}]
    names = {"first_name": "Анна", "middle_name": "Петровна", "sex": "female"}
    yield Staff, [{"id": 1, "last_name": "Учительская", **names}]
    yield SchoolClass, [{"id": 1, "year_id": 1, "grade": 7, "name": "7А", "teacher_id": 1}]
    kinds = ((1, "О", "ответ на уроке", 1), (2, "К", "контрольная работа", 2))
    yield (
        WorkKind,
        [dict(zip(("id", "code", "name", "weight"), kind, strict=True)) for kind in kinds],
    )
    pupils = range(1, _PUPILS + 1)
    applied = {"slips_since": str(_STARTS)}
    yield Pupil, [{"id": n, "last_name": f"Ученическая{n:02}", **names, **applied} for n in pupils]
    stays = [{"id": n, "pupil_id": n, "class_id": 1, "since": str(_STARTS)} for n in pupils]
    yield ClassMembership, stays


def _entries(courses: int) -> Iterator[tuple[Any, list[Row]]]:
    """Courses with their lessons, homework, tasks, marks and absences."""
    numbers = range(1, courses + 1)
    names = [{"id": n, "name": f"Предмет {n}", "short_name": f"Пр. {n}"} for n in numbers]
    yield Subject, names
    yield Course, [{"id": n, "class_id": 1, "subject_id": n} for n in numbers]
    teaching = {"staff_id": 1, "since": str(_STARTS)}
    yield CourseTeacher, [{"id": n, "course_id": n, **teaching} for n in numbers]
    lessons = [_lesson(key, *divmod(key - 1, _LESSONS)) for key in range(1, courses * _LESSONS + 1)]
    yield Lesson, lessons
    at = "2025-09-01 12:00:00.000000"
    yield (
        Homework,
        [
            {"id": one["id"], "lesson_id": one["id"], "text": "§ 5, № 17–21", "set_at": at}
            for one in lessons
        ],
    )
    yield (
        Task,
        [
            {"id": one["id"], "lesson_id": one["id"], "kind_id": 1 + (one["id"] % 9 == 8)}
            for one in lessons
        ],
    )
    chance = random.Random(1)
    luck = [(one["id"], n, chance.random()) for one in lessons for n in range(1, _PUPILS + 1)]
    marks = [(task, pupil, x) for task, pupil, x in luck if _ABSENT <= x < _MARKED]
    yield (
        Mark,
        [
            {"id": n, "task_id": task, "pupil_id": pupil, "value": "23344555"[int(x * 10000) % 8]}
            for n, (task, pupil, x) in enumerate(marks, 1)
        ],
    )
    away = [(lesson, pupil) for lesson, pupil, x in luck if x < _ABSENT]
    yield (
        Absence,
        [
            {"id": n, "lesson_id": lesson, "pupil_id": pupil, "kind": "ill"}
            for n, (lesson, pupil) in enumerate(away, 1)
        ],
    )


def _lesson(key: int, course: int, place: int) -> Row:
    day = _STARTS + dt.timedelta(days=place)
    return {
        "id": key,
        "course_id": course + 1,
        "day": str(day),
        "number": course % 7 + 1,
        "topic": _TOPIC.format(place + 1),
    }


def book() -> bytes:
    """The pages of the subjects, title, contents, remarks, last page."""
    parts = (Part.LIST, Part.COURSES, Part.REMARKS)
    return bound_journal(SYSTEM, Order(1, parts), made_on=_ENDS)


def signed_book() -> bytes:
    """The same with the director's signature."""
    return signed(book(), p12=_CERTIFICATE.p12, password=PASSWORD, now=clock.now())


def slips() -> bytes:
    """A slip for each of 30 pupils, two to a page."""
    return slips_pdf(class_slips(SYSTEM, 1, _DAY), 2)


_CERTIFICATE = issued(until=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
# Case: how many times 300 pages, what is made, its words.
CASES: dict[str, tuple[int, Callable[[], bytes], str]] = {
    "book": (1, book, "bound journal"),
    "book2": (2, book, "twice as many lessons"),
    "book4": (4, book, "four times as many"),
    "signed": (1, signed_book, "bound journal, signed"),
    "slips": (1, slips, "weekly slips of 30 pupils"),
}


def measure(case: str) -> None:
    """The best of some runs of a case in this process: seconds, processor seconds, memory."""
    times, work, title = CASES[case]
    best = (float("inf"), float("inf"))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/journal.db"
        with create_app(SQLALCHEMY_DATABASE_URI=url, INSTANCE_DIR=folder).app_context():
            if os.fork() == 0:  # what fills the database does not count as memory of the journal
                fill(times)
                os._exit(0)
            os.wait()
            before = _peak()
            for _again in range(1 if times > 1 else _TIMES):
                wall, processor = time.perf_counter(), time.process_time()
                pdf = work()
                best = min(best, (time.perf_counter() - wall, time.process_time() - processor))
                db.session.remove()
            db.engine.dispose()
        path = Path(folder, "made.pdf")
        path.write_bytes(pdf)
        pages = len(PdfReader(path).pages)
    peak = _peak()
    size = len(pdf) / 1024 / 1024
    print(
        f"| {title} | {pages} | {best[0]:.2f} | {best[1]:.2f} | {peak - before:.0f} | {peak:.0f} |"
        f" {size:.2f} |"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_HEAD = """# The bound journal and weekly slips

`python -m bench.binding bench/RESULTS-binding.md`, {day}, {cores} cores, Python {python}, load
before the run {load:.1f}. Each case in a process of its own, best of {times}; reading the data,
drawing and the check as PDF/A-2b included, the program's start aside. Memory: what the work adds
to the peak, and the peak of the whole process. How busy the machine was: ten million additions
took {pace:.2f} s of processor (0.5 to 0.7 when nothing else runs).

| what | pages | s | processor s | MB more | MB whole | file, MB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def report() -> str:
    """All cases, one after the other, as a page."""
    head = _HEAD.format(times=_TIMES, **machine.facts())
    lines = []
    for name in CASES:
        command = [sys.executable, "-m", "bench.binding", name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        print(done.stdout, end="", flush=True)
        lines.append(done.stdout)
    return head + "".join(lines)


if __name__ == "__main__":
    given = sys.argv[1:]
    if given and given[0] in CASES:
        measure(given[0])
    else:
        page = report()
        for file in given:
            Path(file).write_text(page, "utf-8")
