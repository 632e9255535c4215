"""Small timetable files, built as the programs write them."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr


@dataclass(frozen=True)
class Lesson:
    """A line of the teaching load; several names are joined with «;»."""

    subject: str
    classes: str
    teachers: str = ""
    groups: str = ""
    hours: str = "1.0"
    per_card: str = "1"
    weeks: str = ""


@dataclass(frozen=True)
class Card:
    """Where the lesson with this number (from 1) stands."""

    lesson: int
    day: int
    period: int | str
    room: str = ""
    weeks: str = "1"
    terms: str = "1"


def _attributes(values: dict[str, object]) -> str:
    return " ".join(f"{name}={quoteattr(str(value))}" for name, value in values.items())


def _section(name: str, row: str, rows: list[dict[str, object]]) -> str:
    inner = "".join(f"<{row} {_attributes(values)}/>" for values in rows)
    return f"<{name}>{inner}</{name}>"


def _names(text: str) -> list[str]:
    return [name for name in text.split(";") if name]


def _ids(prefix: str, text: str) -> str:
    return ",".join(f"{prefix}{name}" for name in _names(text))


def asc(
    lessons: list[Lesson],
    cards: list[Card],
    *,
    dialect: int = 2012,
    groups: dict[str, tuple[str, str]] | None = None,
    extra_rooms: str = "",
    extra_teachers: str = "",
    extra_subjects: str = "",
    declaration: str = '<?xml version="1.0" encoding="windows-1251"?>\n',
) -> str:
    """aSc XML. `groups`: name → (class, division); «Весь класс» is there for each class."""

    def used(values: list[str]) -> list[str]:
        return list(dict.fromkeys(name for text in values for name in _names(text)))

    classes = used([lesson.classes for lesson in lessons])
    subjects = used([*(lesson.subject for lesson in lessons), extra_subjects])
    teachers = used([*(lesson.teachers for lesson in lessons), extra_teachers])
    rooms = used([*(card.room for card in cards), extra_rooms])
    whole = [
        {
            "id": f"w{name}",
            "classid": f"c{name}",
            "name": "Весь класс",
            "entireclass": 1,
            "divisiontag": 0,
        }
        for name in classes
    ]
    parts = [
        {
            "id": f"g{name}",
            "classid": f"c{owner}",
            "name": name,
            "entireclass": 0,
            "divisiontag": division,
        }
        for name, (owner, division) in (groups or {}).items()
    ]
    sections = [
        _section(
            "periods",
            "period",
            [{"period": n, "starttime": f"{8 + n}:00", "endtime": f"{8 + n}:40"} for n in range(9)],
        ),
        _section("daysdefs" if dialect == 2012 else "days", "daysdef", [{"id": "d"}]),
        _section(
            "subjects", "subject", [{"id": f"s{n}", "name": n, "short": n[:3]} for n in subjects]
        ),
        _section("teachers", "teacher", [{"id": f"t{n}", "name": n} for n in teachers]),
        _section("classrooms", "classroom", [{"id": f"r{n}", "name": n} for n in rooms]),
        _section("classes", "class", [{"id": f"c{n}", "name": n} for n in classes]),
        _section("groups", "group", whole + parts),
        _section("lessons", "lesson", [_lesson(n, lesson) for n, lesson in enumerate(lessons, 1)]),
        _section("cards", "card", [_card(card, dialect) for card in cards]),
    ]
    return f'{declaration}<timetable importtype="database">{"".join(sections)}</timetable>'


def _lesson(number: int, lesson: Lesson) -> dict[str, object]:
    groups = _ids("g", lesson.groups) or _ids("w", lesson.classes)
    return {
        "id": number,
        "subjectid": f"s{lesson.subject}" if lesson.subject else "",
        "classids": _ids("c", lesson.classes),
        "groupids": groups,
        "teacherids": _ids("t", lesson.teachers),
        "periodsperweek": lesson.hours,
        "periodspercard": lesson.per_card,
        "weeks": lesson.weeks,
    }


def _card(card: Card, dialect: int) -> dict[str, object]:
    values: dict[str, object] = {
        "lessonid": card.lesson,
        "period": card.period,
        "classroomids": _ids("r", card.room),
    }
    if dialect == 2008:
        return {**values, "day": card.day - 1}
    days = "".join("1" if n == card.day else "0" for n in range(1, 7))
    return {**values, "days": days, "weeks": card.weeks, "terms": card.terms}


IVANOVA, PETROV = "Иванова Анна Петровна", "Петров Пётр Ильич"


def school(
    *, algebra_at: tuple[int, int] = (1, 1), teacher: str = IVANOVA, room: str = "12"
) -> str:
    """7А: algebra twice and physics once a week, English in two groups."""
    lessons = [
        Lesson("Алгебра", "7А", teacher, hours="2.0"),
        Lesson("Физика", "7А", PETROV),
        Lesson("Английский язык", "7А", "Смит Джон", groups="1 группа"),
        Lesson("Английский язык", "7А", "Браун Анна", groups="2 группа"),
    ]
    cards = [
        Card(1, *algebra_at, room),
        Card(1, 3, 2, room),
        Card(2, 2, 1, "14"),
        Card(3, 4, 3, "21"),
        Card(4, 4, 3, "22"),
    ]
    return asc(lessons, cards, groups={"1 группа": ("7А", "1"), "2 группа": ("7А", "1")})


def sgo(placements: str, *, plan: str = "") -> str:
    """«Сетевой Город»: classes 2а and 2б, English of 2а in two groups."""
    return f"""<?xml version="1.0" encoding="windows-1251"?>
<TimeTableExchange>
<LessonTimes><LessonTime id="1" starttime="08:00" endtime="08:40" sm="1" number="0"/>
<LessonTime id="2" starttime="08:50" endtime="09:30" sm="1" number="1"/></LessonTimes>
<teachers><teacher tid="1" lastname="Иванова" firstname="Анна" middlename="Петровна"/>
<teacher tid="2" lastname="Петров" firstname="Пётр" middlename=""/></teachers>
<subjects><subject sid="1" name="Английский язык" abbr="Англ"/>
<subject sid="2" name="Физическая культура" abbr="Физ-ра"/></subjects>
<Rooms><room id="5" name="Спортзал" seats="30"/></Rooms>
<Plan>
<class id="a" name="2а" grade="2">
<csg id="11" tid="1" sid="1" name="Английский язык/Англ (п.1)" groupid="7" hrsweek="2"/>
<csg id="12" tid="2" sid="1" name="Английский язык/Англ (п.2)" groupid="8" hrsweek="2"/>
<csg id="13" tid="1" sid="2" name="Физическая культура" groupid="" hrsweek="3"/></class>
<class id="b" name="2Б" grade="2">
<csg id="21" tid="2" sid="2" name="Физическая культура" groupid="" hrsweek="3"/>{plan}</class>
</Plan>
<TimeTable>{placements}</TimeTable></TimeTableExchange>"""


def sgo_week(lessons: str, *, name: str = "Неделя 28.09.2026 - 4.10.2026") -> str:
    """A week with Monday only; `lessons` is its inside."""
    return (
        f'<Week id="1" name="{name}"><Day id="1" name="понедельник" wd="2">{lessons}</Day></Week>'
    )
