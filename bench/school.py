"""A school of 25 classes × 28 pupils for measuring: its people, years, classes and courses.

Keys are given here, so that nothing has to be asked back. The last year ends with this week, so
that the present has full journals.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.people.models import Guardian, Guardianship, Pupil, Staff
from app.plan.models import Course, CourseTeacher, LessonPlan, PlanTopic, WorkKind
from app.school.models import AcademicYear, GradingPeriod, School, Subject
from bench.rows import Row

# Hours a week of the subjects that a whole class has, then of English in its two groups.
HOURS = (5, 4, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 3)
ENGLISH = len(HOURS) - 1
MEASURED = 2  # the subject with three hours whose pages are measured
COURSES = len(HOURS) + 1  # of a class
QUARTERS = ((0, 8), (8, 16), (16, 26), (26, 34))  # weeks of a year
GRADES = range(2, 12)
LETTERS = "АБВ"
_DAYS_OF_WEEK, _STAFF = 7, 60
_WEEK = dt.timedelta(days=_DAYS_OF_WEEK)
_TOPIC = "Тема {}: закрепление изученного, решение задач у доски и по карточкам, работа в парах"

Rows = Iterator[Row]


@dataclass(frozen=True)
class Size:
    """How much school to make; `today` is in the last week of the last year."""

    today: dt.date
    years: int = 1
    classes: int = 25
    pupils: int = 28  # of a class
    weeks: int = 34

    def monday(self, year: int, week: int) -> dt.date:
        """The Monday of a week of a year, both counted from 0."""
        back = 52 * (self.years - 1 - year) + self.weeks - 1 - week
        return self.today - dt.timedelta(days=self.today.weekday()) - back * _WEEK

    def class_id(self, year: int, number: int) -> int:
        """Key of the year's class."""
        return year * self.classes + number + 1

    def course_id(self, class_id: int, part: int) -> int:
        """Key of a course: `part` is the subject, and one more for the second English group."""
        return (class_id - 1) * COURSES + part + 1

    def pupils_of(self, number: int) -> range:
        """Keys of the pupils of a class: the same children every year."""
        return range(number * self.pupils + 1, (number + 1) * self.pupils + 1)

    def places(self) -> list[tuple[int, int]]:
        """Every class as (year, number)."""
        return [(year, number) for year in range(self.years) for number in range(self.classes)]

    def quarters(self) -> list[tuple[int, int]]:
        """Weeks of the quarters, as many as the year has weeks for."""
        return [(first, min(last, self.weeks)) for first, last in QUARTERS if first < self.weeks]


def grade_of(number: int) -> int:
    """The grade of the n-th class."""
    return GRADES[number % len(GRADES)]


def period_id(year: int, quarter: int) -> int:
    """Key of a quarter."""
    return year * len(QUARTERS) + quarter + 1


def teacher_of(number: int, part: int) -> int:
    """Key of who teaches: the measured course has its class teacher, the others are spread."""
    return number + 1 if part == MEASURED else (number * 3 + part * 7) % _STAFF + 1


def topic_id(year: int, grade: int, subject: int, lesson: int, weeks: int) -> int:
    """Key of the topic of the n-th lesson of a subject in a grade."""
    hours = sum(HOURS)
    before = ((year * len(GRADES) + grade - GRADES[0]) * hours + sum(HOURS[:subject])) * weeks
    return before + lesson + 1


def people(size: Size) -> Iterator[tuple[type[Any], Rows]]:
    """Tables of what does not belong to a year."""
    pupils = range(1, size.classes * size.pupils + 1)
    yield School, iter([{"id": 1, "name": "Школа измерений", "short_name": "Школа"}])
    yield (
        Subject,
        (
            {"id": n, "name": f"Предмет {n}", "short_name": f"Пр. {n}"}
            for n in range(1, len(HOURS) + 1)
        ),
    )
    kinds = (
        {"id": 1, "code": "О", "name": "ответ на уроке", "weight": 1},
        {"id": 2, "code": "К", "name": "контрольная работа", "weight": 2},
    )
    yield WorkKind, iter(kinds)
    yield Staff, (_person(n, "Учительский", "female") for n in range(1, _STAFF + 1))
    yield Pupil, (_person(n, "Ученический", "male") for n in pupils)
    yield Guardian, (_person(n, "Родительский", "female") for n in pupils)
    yield Guardianship, ({"id": n, "pupil_id": n, "guardian_id": n} for n in pupils)


def structure(size: Size) -> Iterator[tuple[type[Any], Rows]]:
    """Tables of years, classes, courses and their plans."""
    years, places = range(size.years), size.places()
    yield AcademicYear, (_year(size, year) for year in years)
    yield GradingPeriod, (row for year in years for row in _periods(size, year))
    yield SchoolClass, (_class(size, year, number) for year, number in places)
    yield Subgroup, (row for place in places for row in _subgroups(size, *place))
    yield ClassMembership, (row for place in places for row in _members(size, *place))
    yield SubgroupMembership, (row for place in places for row in _group_members(size, *place))
    yield LessonPlan, (row for year in years for row in _plans(year))
    yield PlanTopic, (row for year in years for row in _topics(size, year))
    yield Course, (row for place in places for row in _courses(size, *place))
    yield CourseTeacher, (row for place in places for row in _teachers(size, *place))


def _person(number: int, name: str, sex: str) -> Row:
    return {
        "id": number,
        "last_name": f"{name}{number:04}",
        "first_name": "Александр",
        "middle_name": "Александрович",
        "sex": sex,
    }


def _year(size: Size, year: int) -> Row:
    starts = size.monday(year, 0)
    return {
        "id": year + 1,
        "name": f"{starts.year}/{year}",
        "starts": str(starts),
        "ends": str(size.monday(year, size.weeks) - dt.timedelta(days=1)),
    }


def _periods(size: Size, year: int) -> Rows:
    for quarter, (first, last) in enumerate(size.quarters()):
        yield {
            "id": period_id(year, quarter),
            "year_id": year + 1,
            "kind": "quarter",
            "number": quarter + 1,
            "name": f"{quarter + 1} четверть",
            "starts": str(size.monday(year, first)),
            "ends": str(size.monday(year, last) - dt.timedelta(days=1)),
            "first_grade": 1,
            "last_grade": 11,
        }


def _class(size: Size, year: int, number: int) -> Row:
    return {
        "id": size.class_id(year, number),
        "year_id": year + 1,
        "grade": grade_of(number),
        "name": f"{grade_of(number)}{LETTERS[number // len(GRADES)]}",
        "teacher_id": number + 1,
    }


def _subgroups(size: Size, year: int, number: int) -> Rows:
    key = size.class_id(year, number)
    for group in (0, 1):
        yield {
            "id": 2 * key - 1 + group,
            "class_id": key,
            "division": "Английский язык",
            "name": f"{group + 1} группа",
        }


def _members(size: Size, year: int, number: int) -> Rows:
    key, since = size.class_id(year, number), str(size.monday(year, 0))
    until = str(size.monday(year, size.weeks))
    for at, pupil in enumerate(size.pupils_of(number)):
        yield {
            "id": (key - 1) * size.pupils + at + 1,
            "pupil_id": pupil,
            "class_id": key,
            "since": since,
            "until": until,
        }


def _group_members(size: Size, year: int, number: int) -> Rows:
    for row in _members(size, year, number):
        group = 2 * row.pop("class_id") - 1 + row["pupil_id"] % 2
        yield {**row, "subgroup_id": group}


def _plan_id(year: int, grade: int, subject: int) -> int:
    return (year * len(GRADES) + grade - GRADES[0]) * len(HOURS) + subject + 1


def _plans(year: int) -> Rows:
    for grade in GRADES:
        for subject in range(len(HOURS)):
            yield {
                "id": _plan_id(year, grade, subject),
                "year_id": year + 1,
                "subject_id": subject + 1,
                "grade": grade,
                "name": f"Предмет {subject + 1}, {grade} класс",
            }


def _topics(size: Size, year: int) -> Rows:
    for grade in GRADES:
        for subject, hours in enumerate(HOURS):
            for lesson in range(hours * size.weeks):
                yield {
                    "id": topic_id(year, grade, subject, lesson, size.weeks),
                    "plan_id": _plan_id(year, grade, subject),
                    "position": lesson + 1,
                    "section": f"Раздел {lesson // 12 + 1}",
                    "title": _TOPIC.format(lesson + 1),
                    "homework": f"§ {lesson + 1}, № {2 * lesson + 1}",
                }


def _courses(size: Size, year: int, number: int) -> Rows:
    key = size.class_id(year, number)
    for part in range(COURSES):
        subject = min(part, ENGLISH)
        yield {
            "id": size.course_id(key, part),
            "class_id": key,
            "subject_id": subject + 1,
            "subgroup_id": 2 * key - 1 + part - ENGLISH if part >= ENGLISH else None,
            "lesson_plan_id": _plan_id(year, grade_of(number), subject),
            "hours_week": HOURS[subject],
        }


def _teachers(size: Size, year: int, number: int) -> Rows:
    key = size.class_id(year, number)
    for part in range(COURSES):
        course = size.course_id(key, part)
        yield {
            "id": course,
            "course_id": course,
            "staff_id": teacher_of(number, part),
            "since": str(size.monday(year, 0)),
        }
