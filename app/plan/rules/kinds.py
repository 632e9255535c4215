"""The kinds of work that a school begins with; afterwards the list is the school's own [J5]."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of work: its short code, name and weight in averages."""

    code: str
    name: str
    weight: int = 1
    written: bool = False
    needs_week: bool = False


DEFAULT_KINDS = (
    Kind("О", "ответ на уроке"),
    Kind("Д", "домашняя работа"),
    Kind("С", "самостоятельная работа", written=True),
    Kind("П", "практическая работа", written=True),
    Kind("Л", "лабораторная работа", written=True),
    Kind("Т", "тестирование", written=True),
    Kind("Н", "диктант", written=True),
    Kind("И", "изложение", written=True),
    Kind("Ч", "сочинение", written=True, needs_week=True),
    Kind("Р", "реферат"),
    Kind("В", "срезовая работа"),
    Kind("ПР", "проект"),
    Kind("З", "зачёт"),
    Kind("К", "контрольная работа", weight=2, written=True),
)
