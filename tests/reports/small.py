"""A small class with every edge, whose reports are worked out by hand [R4]."""

import datetime as dt
from decimal import Decimal

from app.core.actor import SYSTEM
from app.people.enums import Sex
from app.reports.asked import Asked
from app.reports.catalogue import kind_of
from app.results.models import Result
from tests import factories as make

TODAY = dt.date(2026, 11, 1)  # the first quarter is over


class Small:
    """Six pupils of 7А, one of whom left in the quarter and one arrived; two subgroups."""

    @make.together()
    def __init__(self):
        make.make_school()
        self.year = make.make_year()
        self.quarter, *_others = self.periods = make.make_periods(self.year)
        self.teacher = make.make_staff("Иванова")
        self.of = make.make_class(self.year, "7А", teacher=self.teacher, capacity=5)
        names = ("Абрамов", "Борисова", "Власов", "Громова", "Дмитриев", "Егоров")
        self.pupils = {
            name: make.make_pupil(
                self.of,
                name,
                since=dt.date(2026, 10, 10) if name == "Громова" else dt.date(2026, 9, 1),
                until=dt.date(2026, 10, 1) if name == "Власов" else None,
                sex=Sex.FEMALE if name.endswith("а") else Sex.MALE,
            )
            for name in names
        }
        first = make.make_subgroup(self.of, "1 группа", self["Абрамов"], self["Громова"])
        second = make.make_subgroup(
            self.of, "2 группа", self["Борисова"], self["Дмитриев"], self["Егоров"]
        )
        self.algebra = make.make_course(self.of, make.make_subject("Алгебра"), self.teacher)
        english = make.make_subject("Английский язык")
        self.one = make.make_course(self.of, english, make.make_staff("Петрова"), first)
        self.two = make.make_course(self.of, english, make.make_staff("Сидорова"), second)
        self.set(self.algebra, Абрамов="5", Борисова="4", Власов="2", Громова="3")
        self.set(self.algebra, Дмитриев="5", Егоров="н/а")
        self.set(self.one, Абрамов="5", Громова="3")
        self.set(self.two, Борисова="4", Дмитриев="осв")

    def __getitem__(self, name):
        return self.pupils[name]

    def set(self, course, **values):
        for name, value in values.items():
            make.save(Result(course=course, period=self.quarter, pupil=self[name], value=value))


def made(name, actor=SYSTEM, **asked):
    return kind_of(actor, name).gather(actor, Asked(TODAY, **asked))


def lines(report, section=0):
    return [list(line.values) for line in report.sections[section].lines]


def d(*texts):
    return [Decimal(text) for text in texts]
