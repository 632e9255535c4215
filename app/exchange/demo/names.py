"""Russian names whose parts agree in sex, and families whose names agree [P8].

Last and first names are Faker's; the patronymic is formed from the father's first name, so that
a child's father is really its father.
"""

from dataclasses import dataclass

from faker import Faker
from faker.providers.person.ru_RU import Provider

from app.people.enums import Sex

# The first names of Faker's list that today's families give; it also holds «Гостомысл».
_MEN = frozenset(
    [
        "Александр",
        "Алексей",
        "Андрей",
        "Арсений",
        "Артем",
        "Богдан",
        "Вадим",
        "Валерий",
        "Виктор",
        "Виталий",
        "Владимир",
        "Владислав",
        "Вячеслав",
        "Георгий",
        "Глеб",
        "Григорий",
        "Данила",
        "Денис",
        "Дмитрий",
        "Евгений",
        "Егор",
        "Захар",
        "Иван",
        "Игорь",
        "Илья",
        "Кирилл",
        "Константин",
        "Лев",
        "Леонид",
        "Макар",
        "Максим",
        "Марк",
        "Матвей",
        "Михаил",
        "Никита",
        "Николай",
        "Олег",
        "Павел",
        "Петр",
        "Платон",
        "Роман",
        "Руслан",
        "Савелий",
        "Семен",
        "Сергей",
        "Станислав",
        "Степан",
        "Тимофей",
        "Тимур",
        "Федор",
        "Филипп",
        "Юрий",
        "Ярослав",
    ]
)
_WOMEN = frozenset(
    [
        "Александра",
        "Алина",
        "Анастасия",
        "Ангелина",
        "Анна",
        "Валерия",
        "Варвара",
        "Василиса",
        "Вера",
        "Вероника",
        "Виктория",
        "Дарья",
        "Евгения",
        "Екатерина",
        "Елена",
        "Елизавета",
        "Ирина",
        "Кира",
        "Ксения",
        "Лидия",
        "Любовь",
        "Маргарита",
        "Марина",
        "Мария",
        "Надежда",
        "Наталья",
        "Нина",
        "Ольга",
        "Полина",
        "Светлана",
        "София",
        "Таисия",
        "Татьяна",
        "Ульяна",
        "Эмилия",
        "Юлия",
    ]
)
# First names of fathers with what their sons' and daughters' patronymics are.
_FATHERS = {
    "Александр": ("Александрович", "Александровна"),
    "Алексей": ("Алексеевич", "Алексеевна"),
    "Андрей": ("Андреевич", "Андреевна"),
    "Вадим": ("Вадимович", "Вадимовна"),
    "Валерий": ("Валерьевич", "Валерьевна"),
    "Виктор": ("Викторович", "Викторовна"),
    "Виталий": ("Витальевич", "Витальевна"),
    "Владимир": ("Владимирович", "Владимировна"),
    "Вячеслав": ("Вячеславович", "Вячеславовна"),
    "Денис": ("Денисович", "Денисовна"),
    "Дмитрий": ("Дмитриевич", "Дмитриевна"),
    "Евгений": ("Евгеньевич", "Евгеньевна"),
    "Иван": ("Иванович", "Ивановна"),
    "Игорь": ("Игоревич", "Игоревна"),
    "Илья": ("Ильич", "Ильинична"),
    "Кирилл": ("Кириллович", "Кирилловна"),
    "Константин": ("Константинович", "Константиновна"),
    "Максим": ("Максимович", "Максимовна"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Николай": ("Николаевич", "Николаевна"),
    "Олег": ("Олегович", "Олеговна"),
    "Павел": ("Павлович", "Павловна"),
    "Роман": ("Романович", "Романовна"),
    "Сергей": ("Сергеевич", "Сергеевна"),
    "Юрий": ("Юрьевич", "Юрьевна"),
}
# Of a random number: above the one the mother is not known, below the other the father.
_NO_MOTHER, _NO_FATHER = 0.95, 0.35
# Ё where Faker's lists have Е.
_YO = {
    "Артем": "Артём",
    "Петр": "Пётр",
    "Семен": "Семён",
    "Федор": "Фёдор",
    "Ковалев": "Ковалёв",
    "Королев": "Королёв",
    "Киселев": "Киселёв",
    "Соловьев": "Соловьёв",
    "Семенов": "Семёнов",
    "Федоров": "Фёдоров",
}


@dataclass(frozen=True)
class Name:
    """Last, first and middle name of a person of this sex."""

    last: str
    first: str
    middle: str
    sex: Sex


@dataclass(frozen=True)
class Family:
    """A child with the parents that the school knows of: one or both."""

    child: Name
    mother: Name | None
    father: Name | None


class Namer:
    """Gives names out; the same seed gives the same names."""

    def __init__(self, seed: int) -> None:
        self.faker = Faker("ru_RU")
        self.faker.seed_instance(seed)
        self.chance = self.faker.random
        self.men = [name for name in Provider.first_names_male if name in _MEN]
        self.women = [name for name in Provider.first_names_female if name in _WOMEN]
        self.last_names = [
            (_yo(he), _yo(she))
            for he, she in zip(Provider.last_names_male, Provider.last_names_female, strict=True)
        ]

    def person(self, sex: Sex) -> Name:
        """Somebody of the sex."""
        return self._named(self.chance.choice(self.last_names), sex, self._father())

    def family(self, sex: Sex) -> Family:
        """A child of the sex; now and then the school knows one parent only."""
        surname, father = self.chance.choice(self.last_names), self._father()
        child = self._named(surname, sex, father)
        who = self.chance.random()
        return Family(
            child,
            self._named(surname, Sex.FEMALE, self._father()) if who < _NO_MOTHER else None,
            self._parent(surname, father) if who > _NO_FATHER else None,
        )

    def sibling(self, family: Family, sex: Sex) -> Name:
        """Another child of the same father."""
        return Name(*self._forms(family.child, sex), sex=sex)

    def phone(self) -> str:
        """A mobile number of the range that is given to nobody."""
        return f"+7 900 000-{self.chance.randrange(100):02}-{self.chance.randrange(100):02}"

    def _father(self) -> str:
        return self.chance.choice(list(_FATHERS))

    def _first(self, sex: Sex) -> str:
        return _yo(self.chance.choice(self.men if sex == Sex.MALE else self.women))

    def _named(self, surname: tuple[str, str], sex: Sex, father: str) -> Name:
        woman = sex == Sex.FEMALE
        return Name(surname[woman], self._first(sex), _FATHERS[father][woman], sex)

    def _parent(self, surname: tuple[str, str], first: str) -> Name:
        return Name(surname[0], first, _FATHERS[self._father()][0], Sex.MALE)

    def _forms(self, child: Name, sex: Sex) -> tuple[str, str, str]:
        woman = sex == Sex.FEMALE
        last = next(pair[woman] for pair in self.last_names if child.last in pair)
        middle = next(pair[woman] for pair in _FATHERS.values() if child.middle in pair)
        return last, self._first(sex), middle


def _yo(name: str) -> str:
    woman = name.endswith(("ва", "на"))
    stem = name[:-1] if woman else name
    return _YO.get(stem, stem) + ("а" if woman else "")
