"""Who works at the demo school, and who teaches what in which class [S2 P2]."""

from dataclasses import dataclass

from app.exchange.demo.curriculum import (
    ALGEBRA,
    ART,
    BIOLOGY,
    CHEMISTRY,
    ENGLISH,
    FINANCE,
    GEOGRAPHY,
    GEOMETRY,
    HISTORY,
    INFORMATICS,
    LABOUR,
    LITERATURE,
    MATHS,
    MATHS_EXTRA,
    MORALS,
    MUSIC,
    PE,
    PHYSICS,
    PROJECT,
    READING,
    RELIGIONS,
    RUSSIAN,
    RUSSIAN_EXTRA,
    SAFETY,
    SOCIETY,
    STATISTICS,
    WORLD,
    Taught,
)


@dataclass(frozen=True)
class Post:
    """A member of staff: position, sex, the class headed, and the room where they teach."""

    key: str
    position: str
    man: bool = False
    heads: str = ""
    room: str = ""


@dataclass(frozen=True)
class Teaching:
    """A member of staff teaches these subjects in these classes; `group` limits it to a part."""

    key: str
    subjects: tuple[str, ...]
    classes: tuple[str, ...]
    group: str = ""


STAFF = (
    Post("director", "Директор"),
    Post("deputy", "Заместитель директора по учебной работе"),
    Post("upbringing", "Заместитель директора по воспитательной работе"),
    Post("methodist", "Методист, администратор журнала"),
    Post("secretary", "Секретарь"),
    Post("primary1", "Учитель начальных классов", heads="1А", room="101"),
    Post("primary2", "Учитель начальных классов", heads="2А", room="102"),
    Post("primary3", "Учитель начальных классов", heads="3А", room="103"),
    Post("primary4", "Учитель начальных классов", heads="4А", room="104"),
    Post("russian1", "Учитель русского языка и литературы", heads="7А", room="301"),
    Post("russian2", "Учитель русского языка и литературы", heads="9А", room="302"),
    Post("russian3", "Учитель русского языка и литературы", heads="6А", room="303"),
    Post("maths1", "Учитель математики", room="304"),
    Post("maths2", "Учитель математики", heads="8А", room="305"),
    Post("maths3", "Учитель математики", heads="7Б", room="308"),
    Post("english1", "Учитель английского языка", heads="5А", room="201"),
    Post("english2", "Учитель английского языка", room="202"),
    Post("english3", "Учитель английского языка", heads="10А", room="203"),
    Post("english4", "Учитель английского языка", man=True, room="204"),
    Post("informatics1", "Учитель информатики", man=True, room="307"),
    Post("informatics2", "Учитель информатики", room="306"),
    Post("history1", "Учитель истории и обществознания", man=True, heads="11А", room="205"),
    Post("history2", "Учитель истории и обществознания", heads="8Б", room="206"),
    Post("geography", "Учитель географии", room="207"),
    Post("biology", "Учитель биологии", room="208"),
    Post("physics", "Учитель физики", man=True, room="209"),
    Post("chemistry", "Учитель химии", room="210"),
    Post("music", "Учитель музыки и изобразительного искусства", room="106"),
    Post("labour1", "Учитель труда (технологии), ОБЗР", man=True, room="Мастерская"),
    Post("labour2", "Учитель труда (технологии)", room="107"),
    Post("sport1", "Учитель физической культуры", man=True, room="Спортзал"),
    Post("sport2", "Учитель физической культуры", room="Малый спортзал"),
    Post("psychologist", "Педагог-психолог"),
    Post("librarian", "Заведующая библиотекой"),
)

_OLDER = ("7А", "7Б", "8А", "8Б", "9А", "10А", "11А")
_MIDDLE = ("5А", "6А", *_OLDER)
_ALL = ("1А", "2А", "3А", "4А", *_MIDDLE)
_LANGUAGE = (RUSSIAN, LITERATURE, RUSSIAN_EXTRA)
_MATHS = (MATHS, ALGEBRA, GEOMETRY, STATISTICS, MATHS_EXTRA)
_PRIMARY = (RUSSIAN, READING, MATHS, WORLD, ART, LABOUR)
_ENGLISH_ONE = ("2А", "3А", "4А", "5А", "6А", "7А")
_ENGLISH_TWO = ("7Б", "8А", "8Б", "9А", "10А", "11А")

TEACHING = (
    Teaching("primary1", _PRIMARY, ("1А",)),
    Teaching("primary2", _PRIMARY, ("2А",)),
    Teaching("primary3", _PRIMARY, ("3А",)),
    Teaching("primary4", (*_PRIMARY, RELIGIONS), ("4А",)),
    Teaching("russian1", _LANGUAGE, ("5А", "7А", "11А")),
    Teaching("russian2", _LANGUAGE, ("7Б", "8А", "9А")),
    Teaching("russian3", _LANGUAGE, ("6А", "8Б", "10А")),
    Teaching("maths1", _MATHS, ("7А", "10А", "11А")),
    Teaching("maths2", _MATHS, ("5А", "8А", "9А")),
    Teaching("maths3", _MATHS, ("6А", "7Б", "8Б")),
    Teaching("english1", (ENGLISH,), _ENGLISH_ONE, "1 группа"),
    Teaching("english2", (ENGLISH,), _ENGLISH_ONE, "2 группа"),
    Teaching("english3", (ENGLISH,), _ENGLISH_TWO, "1 группа"),
    Teaching("english4", (ENGLISH,), _ENGLISH_TWO, "2 группа"),
    Teaching("informatics1", (INFORMATICS,), _OLDER, "1 группа"),
    Teaching("informatics2", (INFORMATICS,), _OLDER, "2 группа"),
    Teaching("informatics1", (PROJECT,), ("10А", "11А")),
    Teaching("history1", (HISTORY, SOCIETY), ("8А", "9А", "10А", "11А")),
    Teaching("history2", (HISTORY, SOCIETY, MORALS), ("5А", "6А", "7А", "7Б", "8Б")),
    Teaching("history1", (FINANCE,), ("10А", "11А")),
    Teaching("geography", (GEOGRAPHY,), _MIDDLE),
    Teaching("biology", (BIOLOGY,), _MIDDLE),
    Teaching("chemistry", (CHEMISTRY,), _OLDER),
    Teaching("physics", (PHYSICS,), _OLDER),
    Teaching("music", (MUSIC, ART), _ALL),
    Teaching("labour1", (LABOUR,), _MIDDLE, "мальчики"),
    Teaching("labour2", (LABOUR,), _MIDDLE, "девочки"),
    Teaching("labour1", (SAFETY,), _OLDER),
    Teaching("sport1", (PE,), ("10А", "11А"), "юноши"),
    Teaching("sport2", (PE,), ("10А", "11А"), "девушки"),
    Teaching("sport1", (PE,), ("5А", "6А", "7А", "7Б", "8А", "8Б", "9А")),
    Teaching("sport2", (PE,), ("1А", "2А", "3А", "4А")),
)
# The teacher who logs in as `uchitel` is in both of these classes on every day of their week.
EVERY_DAY = ("maths1", frozenset({"10А", "11А"}))


def teacher_of(course: Taught) -> str:
    """The key of the person who teaches the course: the first line that fits."""
    return next(
        line.key
        for line in TEACHING
        if course.subject in line.subjects
        and course.school_class in line.classes
        and course.group in {line.group, ""}
        and line.group in {course.group, ""}
    )
