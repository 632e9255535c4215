"""Codes of the reports."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Standing(Labelled):
    """Where a pupil stands by all results of a period: each pupil in one group."""

    EXCELLENT = "excellent", _l("only “5”")
    ONE_FOUR = "one_four", _l("with one “4”")
    GOOD = "good", _l("“4” and “5”")
    ONE_THREE = "one_three", _l("with one “3”")
    FAIR = "fair", _l("with “3”")
    FAILING = "failing", _l("failing")
    NOT_ATTESTED = "not_attested", _l("not attested")
    EXEMPT = "exempt", _l("exempt")
    WITHOUT = "without", _l("without a result")


class Ask(Labelled):
    """What a report has to be told."""

    YEAR = "year", _l("Academic year")
    CLASS = "class", _l("Class")
    PERIOD = "period", _l("Period")
    DAY = "day", _l("On the date")
    SPAN = "span", _l("From – to")
    TEACHER = "teacher", _l("Teacher")
    SUBJECT = "subject", _l("Subject")
    GRADE = "grade", _l("Parallel")
    PUPIL = "pupil", _l("Pupil")
    PERSON = "person", _l("Who changed it")
    WORK = "work", _l("Control work")
    WORK_PLAN = "work_plan", _l("Plan of a control work")


class Where(Labelled):
    """Where a pupil came from, or went to [S6]."""

    FROM_SCHOOL = "from_school", _l("from other schools")
    FROM_CLASS = "from_class", _l("from another class")
    TO_SCHOOL = "to_school", _l("to other schools")
    TO_CLASS = "to_class", _l("to another class")
    EXPELLED = "expelled", _l("expelled")
    GRADUATED = "graduated", _l("graduation")
    UNKNOWN = "unknown", _l("it is not said where")

    @property
    def arrives(self) -> bool:
        """True for a coming."""
        return self in {Where.FROM_SCHOOL, Where.FROM_CLASS}


class Group(Labelled):
    """Under which heading a report stands in the list."""

    PROGRESS = "progress", _l("Progress")
    ATTENDANCE = "attendance", _l("Attendance")
    PUPIL = "pupil", _l("One pupil")
    MOVEMENT = "movement", _l("Pupils of the school")
    KEEPING = "keeping", _l("Keeping of journals")
