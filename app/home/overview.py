"""All declared pictures of a person on one page [K1]."""

from functools import partial
from typing import Any

from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import lazy_gettext as _l

from app.attendance.views.charts import AbsenceChart
from app.control.views.charts import RemarkChart
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.picture import NARROW, svg, table_of
from app.journal.views.charts import MarkChart


class OverviewPage(Page):
    """The pictures that the person may open, with their figures in tables [K1].

    A picture that is declared elsewhere stands here with one more name in `pictures`.
    """

    route_base = "/overview"
    title = _l("Overview")
    pictures = (AbsenceChart, MarkChart, RemarkChart)

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Each picture by each of its definitions: of rows that the person may see."""
        return self.render_template(
            "home/overview.html",
            title=self.title,
            parts=[(view, view.charts()) for view in self._open()],
            svg=partial(svg, width=NARROW),
            table_of=table_of,
            shown=shown,
        )

    def _open(self) -> list[Any]:
        """The views of the pictures that the role of the person opens."""
        views = {type(view): view for view in self.appbuilder.baseviews}
        may = self.appbuilder.sm.has_access
        return [views[kind] for kind in self.pictures if may("can_chart", kind.__name__)]
