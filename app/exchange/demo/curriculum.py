"""Subjects and hours a week of each grade of the demo school [S2 S3]."""

from collections.abc import Iterator
from dataclasses import dataclass

CLASSES = (
    *("1А", "2А", "3А", "4А", "5А", "6А"),
    *("7А", "7Б", "8А", "8Б", "9А", "10А", "11А"),
)
SECOND_SHIFT = frozenset({"3А", "6А"})
_MIDDLE_FROM, SIX_DAYS_FROM = 5, 10  # grades

RUSSIAN, LITERATURE, READING = "Русский язык", "Литература", "Литературное чтение"
ENGLISH, INFORMATICS, LABOUR = "Английский язык", "Информатика", "Труд (технология)"
PE, HISTORY, SOCIETY = "Физическая культура", "История", "Обществознание"
PROJECT, FINANCE = "Индивидуальный проект", "Финансовая грамотность"
RELIGIONS = "Основы религиозных культур и светской этики"
MORALS = "Основы духовно-нравственной культуры народов России"
SAFETY = "Основы безопасности и защиты Родины"
STATISTICS = "Вероятность и статистика"
WORLD, ART, MUSIC = "Окружающий мир", "Изобразительное искусство", "Музыка"
MATHS, ALGEBRA, GEOMETRY = "Математика", "Алгебра", "Геометрия"
GEOGRAPHY, BIOLOGY, PHYSICS, CHEMISTRY = "География", "Биология", "Физика", "Химия"
RUSSIAN_EXTRA, MATHS_EXTRA = "Практикум по русскому языку", "Избранные вопросы математики"

SHORT_NAMES = {
    RUSSIAN: "Рус. яз.",
    LITERATURE: "Лит-ра",
    READING: "Лит. чт.",
    ENGLISH: "Англ. яз.",
    MATHS: "Мат-ка",
    ALGEBRA: "Алгебра",
    GEOMETRY: "Геом.",
    STATISTICS: "Вер. и стат.",
    INFORMATICS: "Инф.",
    HISTORY: "История",
    SOCIETY: "Общ.",
    GEOGRAPHY: "Геогр.",
    BIOLOGY: "Биол.",
    PHYSICS: "Физика",
    CHEMISTRY: "Химия",
    WORLD: "Окр. мир",
    ART: "ИЗО",
    MUSIC: "Музыка",
    LABOUR: "Труд",
    PE: "Физ-ра",
    SAFETY: "ОБЗР",
    RELIGIONS: "ОРКСЭ",
    MORALS: "ОДНКНР",
    PROJECT: "Инд. проект",
    FINANCE: "Фин. грам.",
    RUSSIAN_EXTRA: "Практ. рус.",
    MATHS_EXTRA: "Избр. мат.",
}
WITHOUT_MARKS = frozenset({RELIGIONS})
EVERY_OTHER_WEEK = {PROJECT: "a", FINANCE: "b"}  # half an hour a week each, in one place

_PRIMARY: dict[str, float] = {
    RUSSIAN: 5,
    READING: 4,
    MATHS: 4,
    WORLD: 2,
    ART: 1,
    MUSIC: 1,
    LABOUR: 1,
    PE: 3,
}
_MIDDLE: dict[str, float] = {ENGLISH: 3, LABOUR: 2, PE: 2, MUSIC: 1}
_ALGEBRA: dict[str, float] = {ALGEBRA: 3, GEOMETRY: 2, STATISTICS: 1, INFORMATICS: 1}
_SENIOR: dict[str, float] = {
    RUSSIAN: 2,
    LITERATURE: 3,
    ENGLISH: 3,
    ALGEBRA: 4,
    GEOMETRY: 3,
    STATISTICS: 1,
    INFORMATICS: 1,
    HISTORY: 2,
    SOCIETY: 2,
    GEOGRAPHY: 1,
    BIOLOGY: 1,
    PHYSICS: 2,
    CHEMISTRY: 1,
    PE: 3,
    SAFETY: 1,
    RUSSIAN_EXTRA: 1,
    MATHS_EXTRA: 1,
    PROJECT: 0.5,
    FINANCE: 0.5,
}
HOURS: dict[int, dict[str, float]] = {
    1: _PRIMARY,
    2: {**_PRIMARY, ENGLISH: 2},
    3: {**_PRIMARY, ENGLISH: 2},
    4: {**_PRIMARY, READING: 3, ENGLISH: 2, RELIGIONS: 1},
    5: {
        **_MIDDLE,
        RUSSIAN: 5,
        LITERATURE: 3,
        MATHS: 5,
        HISTORY: 3,
        GEOGRAPHY: 1,
        BIOLOGY: 1,
        ART: 1,
        MORALS: 1,
    },
    6: {
        **_MIDDLE,
        RUSSIAN: 6,
        LITERATURE: 3,
        MATHS: 5,
        HISTORY: 2,
        SOCIETY: 1,
        GEOGRAPHY: 1,
        BIOLOGY: 1,
        ART: 1,
        MORALS: 1,
    },
    7: {
        **_MIDDLE,
        **_ALGEBRA,
        RUSSIAN: 4,
        LITERATURE: 2,
        HISTORY: 2,
        SOCIETY: 1,
        GEOGRAPHY: 2,
        PHYSICS: 2,
        BIOLOGY: 1,
        ART: 1,
    },
    8: {
        **_MIDDLE,
        **_ALGEBRA,
        RUSSIAN: 3,
        LITERATURE: 2,
        HISTORY: 2,
        SOCIETY: 1,
        GEOGRAPHY: 2,
        PHYSICS: 2,
        CHEMISTRY: 2,
        BIOLOGY: 2,
        LABOUR: 1,
        SAFETY: 1,
    },
    9: {
        **_ALGEBRA,
        RUSSIAN: 3,
        LITERATURE: 3,
        ENGLISH: 3,
        HISTORY: 2,
        SOCIETY: 1,
        GEOGRAPHY: 2,
        PHYSICS: 3,
        CHEMISTRY: 2,
        BIOLOGY: 2,
        LABOUR: 1,
        PE: 2,
        SAFETY: 1,
    },
    10: _SENIOR,
    11: _SENIOR,
}

_HALVES = ("1 группа", "2 группа")
BY_SEX = frozenset({"мальчики", "девочки", "юноши", "девушки"})
BOYS = frozenset({"мальчики", "юноши"})


@dataclass(frozen=True)
class Taught:
    """One course of the demo school: a subject in a class or in a part of it.

    `division` is how the class is split for it, `group` the part; both empty: the whole class.
    """

    school_class: str
    subject: str
    hours: float
    division: str = ""
    group: str = ""


def grade_of(school_class: str) -> int:
    """7 of «7А»."""
    return int(school_class[:-1])


def days_of(school_class: str) -> int:
    """School days a week of a class: the two oldest grades study on Saturdays [S1]."""
    return 6 if grade_of(school_class) >= SIX_DAYS_FROM else 5


def taught_in(school_class: str) -> Iterator[Taught]:
    """The courses of a class [S3 S4]."""
    for subject, hours in HOURS[grade_of(school_class)].items():
        for division, group in _parts(subject, grade_of(school_class)):
            yield Taught(school_class, subject, hours, division, group)


def _parts(subject: str, grade: int) -> tuple[tuple[str, str], ...]:
    """Divisions and groups in which the subject is taught; one empty part: undivided."""
    if subject in {ENGLISH, INFORMATICS}:
        return tuple((subject, group) for group in _HALVES)
    if subject == LABOUR and grade >= _MIDDLE_FROM:
        return (("По полу", "мальчики"), ("По полу", "девочки"))
    if subject == PE and grade >= SIX_DAYS_FROM:
        return (("По полу", "юноши"), ("По полу", "девушки"))
    return (("", ""),)
