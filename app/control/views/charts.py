"""Pictures of checks of journals, declared [K2]."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.control.access import visible_remarks
from app.control.models import Remark
from app.core.pages.charts import GroupByChart, count, label_of


class RemarkChart(GroupByChart):
    """Remarks by what they are about, by their state, by journal: of those that one may see."""

    model = Remark
    visible = visible_remarks
    eager = (joinedload(Remark.course),)
    route_base = "/pictures/control"
    chart_title = _l("Remarks to journals")
    definitions: ClassVar = [
        {
            "label": _l("About"),
            "group": "about",
            "formatter": label_of,
            "series": [(count, "id")],
        },
        {
            "label": _l("State"),
            "group": "state",
            "formatter": label_of,
            "series": [(count, "id")],
        },
        {
            "label": _l("Journal"),
            "group": "course.title",
            "formatter": label_of,
            "series": [(count, "id")],
        },
    ]
