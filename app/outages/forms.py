"""The forms: which temporary journals to print, and when the journal could not be kept [U1 U3]."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput

from app.classes.models import SchoolClass
from app.core.pages.fields import DayField, MomentField
from app.core.pages.forms import EntryForm
from app.outages.enums import Filling, Paper
from app.outages.models import Outage, ServerGap
from app.outages.operations.outages import Facts
from app.outages.queries.forms import Scope
from app.outages.rules.forms import MOST_EMPTY, span_faults
from app.plan.models import Course

WEEK = dt.timedelta(days=6)
EVERYTHING = "all"


class PrintForm(EntryForm):
    """What to print, for which days, on what paper."""

    what = SelectField(_l("What to print"), [InputRequired()])
    filling = SelectField(_l("Filling"), choices=[(kind.value, kind.label) for kind in Filling])
    first = DayField(_l("Lessons from"), [InputRequired()])
    last = DayField(_l("to"), [InputRequired()])
    paper = SelectField(_l("Paper"), choices=[(paper.value, paper.label) for paper in Paper])
    count = IntegerField(
        _l("How many blank sheets"),
        [InputRequired(), NumberRange(1, MOST_EMPTY)],
        default=1,
        description=_l("Only for blank sheets for any class."),
    )

    def offer(
        self, everything: Any, classes: Sequence[SchoolClass], courses: Sequence[Course]
    ) -> None:
        """Fill the choice with what the person may print."""
        self.what.choices = {
            "": [(EVERYTHING, everything)],
            _("Classes"): [(f"class-{row.id}", row.name) for row in classes],
            _("Courses"): [(f"course-{row.id}", row.title) for row in courses],
        }

    def ready(self) -> bool:
        """True when the form is sent and right; faults stand at their fields."""
        if not self.validate():
            return False
        faults = span_faults(self.first.data, self.last.data)
        for fault in faults:
            self.put_fault(fault.text, fault.field)
        return not faults

    @property
    def scope(self) -> Scope:
        """The chosen scope."""
        kind, _dash, key = self.what.data.partition("-")
        chosen = {f"{kind}_id": int(key)} if key else {}
        return Scope(self.first.data, self.last.data, **chosen)


class OutageForm(EntryForm):
    """When the journal could not be kept, and by whom."""

    starts = MomentField(_l("From"), [InputRequired()])
    ends = MomentField(_l("Until"), [InputRequired()])
    classes = SelectMultipleField(
        _l("Classes"),
        coerce=int,
        option_widget=CheckboxInput(),
        description=_l("Choose none for the whole school."),
    )
    reason = StringField(_l("What happened"), [InputRequired(), Length(max=300)])

    def offer(self, classes: Sequence[SchoolClass]) -> None:
        """Fill the choice of classes."""
        self.classes.choices = [(row.id, row.name) for row in classes]

    @property
    def facts(self) -> Facts:
        """What was entered, when the form is right."""
        starts: Any = self.starts.data
        ends: Any = self.ends.data
        return Facts(starts, ends, tuple(self.classes.data or ()), str(self.reason.data))


def beginning(outage: Outage | None, gap: ServerGap | None) -> dict[str, Any]:
    """What the form begins with: the outage, the silence of the server, or nothing."""
    if outage is not None:
        chosen = [row.id for row in outage.classes]
        return {
            "starts": outage.starts,
            "ends": outage.ends,
            "classes": chosen,
            "reason": outage.reason,
        }
    if gap is not None:
        reason = _("The server of the journal did not work")
        return {"starts": gap.starts, "ends": gap.ends, "reason": reason}
    return {}
