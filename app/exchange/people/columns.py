"""The columns of the lists of people: headings, hints, how a cell is read [S8 P8]."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.sheet import Column
from app.exchange.people import values

PUPILS, STAFF = "pupils", "staff"
MOST_GUARDIANS, USUAL_GUARDIANS = 9, 2
_NAME = 60


@dataclass(frozen=True)
class Field:
    """A column, how its cells are read, what it offers to choose from, and what to know of it."""

    key: str
    heading: str
    read: Callable[[str], Any]
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    hint: str = ""

    @property
    def column(self) -> Column:
        """As spreadsheets know it."""
        return Column(self.key, self.heading, self.aliases)


_NAMES = (
    Field("last_name", "Фамилия", values.words(_NAME), ("Фамилия ученика", "familyName")),
    Field("first_name", "Имя", values.words(_NAME), ("Имя ученика", "givenName")),
    Field("middle_name", "Отчество", values.words(_NAME), ("Отчество ученика", "middleName")),
    Field(
        "full_name",
        "ФИО",
        values.words(3 * _NAME),
        ("Ф.И.О.", "Фамилия, имя, отчество", "ФИО ученика", "ФИО сотрудника", "Ученик"),
        hint="Вместо трёх столбцов: фамилия, имя, отчество через пробел.",
    ),
    Field(
        "sex",
        "Пол",
        values.sex,
        choices=("м", "ж"),
        hint="м или ж. Можно не заполнять, если видно по отчеству.",
    ),
)
_CONTACTS = (
    Field("phone", "Телефон", values.words(40), ("Тел.", "Номер телефона", "phone")),
    Field("email", "Электронная почта", values.words(120), ("Почта", "E-mail", "Email")),
)
PUPIL_FIELDS = (
    Field(
        "code",
        "Код ученика",
        values.code,
        hint="Номер ученика в журнале, есть в выгрузке. У нового ученика пусто.",
    ),
    *_NAMES,
    Field(
        "birth_date",
        "Дата рождения",
        values.day,
        ("Д.р.", "День рождения", "Дата рожд."),
        hint="ДД.ММ.ГГГГ. По ней различаются тёзки.",
    ),
    Field(
        "class",
        "Класс",
        values.words(40),
        ("Кл.",),
        hint="Как в журнале: 7А. Перевод из класса в класс здесь не делается.",
    ),
    Field(
        "since",
        "Зачислен с",
        values.day,
        ("Дата зачисления", "В классе с"),
        hint="ДД.ММ.ГГГГ. Пусто — с даты, указанной при загрузке.",
    ),
    Field("came_from", "Откуда прибыл", values.words(200)),
    Field("arrival_order", "Приказ о зачислении", values.words(60), ("№ приказа",)),
    *_CONTACTS,
    Field(
        "medical_group",
        "Медицинская группа",
        values.medical_group,
        ("Группа по физкультуре", "Физкультурная группа"),
        choices=("основная", "подготовительная", "специальная", "освобождён"),
        hint="Для занятий физкультурой.",
    ),
    Field(
        "individual_plan",
        "Индивидуальный план",
        values.yes_or_no,
        choices=("да", "нет"),
        hint="Индивидуальный план или адаптированная программа: да или нет.",
    ),
    Field("note", "Примечания", values.lines(4000), ("Примечание",)),
)
STAFF_FIELDS = (
    Field(
        "code",
        "Код сотрудника",
        values.code,
        hint="Номер сотрудника в журнале, есть в выгрузке. У нового пусто.",
    ),
    *_NAMES,
    Field("position", "Должность", values.words(100)),
    *_CONTACTS,
    Field("left_on", "Уволен", values.day, ("Дата увольнения",), hint="ДД.ММ.ГГГГ."),
)
_GUARDIAN_FIELDS = (
    Field("code", "код", values.code, hint="Номер в журнале, есть в выгрузке."),
    Field("last_name", "фамилия", values.words(_NAME)),
    Field("first_name", "имя", values.words(_NAME)),
    Field("middle_name", "отчество", values.words(_NAME)),
    Field("full_name", "ФИО", values.words(3 * _NAME), hint="Вместо трёх столбцов."),
    Field("relation", "кем приходится", values.words(40), ("родство",), ("мать", "отец", "опекун")),
    Field("sex", "пол", values.sex, (), ("м", "ж")),
    Field("phone", "телефон", values.words(40)),
    Field("email", "электронная почта", values.words(120), ("почта", "e-mail")),
)


def guardian_fields(number: int) -> tuple[Field, ...]:
    """The columns of the guardian `number` (from 1): «Родитель 1: фамилия»."""
    return tuple(
        Field(
            f"g{number}_{field.key}",
            f"Родитель {number}: {field.heading}",
            field.read,
            tuple(f"Родитель {number}: {alias}" for alias in field.aliases),
            field.choices,
            field.hint,
        )
        for field in _GUARDIAN_FIELDS
    )


def fields_of(kind: str, guardians: int = MOST_GUARDIANS) -> Sequence[Field]:
    """The columns of a list of `kind`, with so many blocks for guardians."""
    if kind == STAFF:
        return STAFF_FIELDS
    blocks = [guardian_fields(number) for number in range(1, guardians + 1)]
    return (*PUPIL_FIELDS, *(field for block in blocks for field in block))


# A column that only the other list has: whoever took the wrong one is told.
OF_THE_OTHER = {PUPILS: "Должность", STAFF: "Класс"}
