"""Pictures by declaration: the framework's chart views, drawn on the server [K1].

A view names its `model`, its row filter `visible` and the framework's `definitions`; the picture
is SVG in the page with its figures in a table: no script, no outside address, and only rows that
the person may see are counted.

    class RemarkChart(GroupByChart):
        model = Remark
        visible = access.visible_remarks
        chart_title = _l("Remarks")
        definitions = [{"label": _l("About"), "group": "about", "series": [(count, "id")]}]
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from flask_appbuilder import expose, has_access
from flask_appbuilder.charts.views import DirectByChartView, GroupByChartView
from flask_appbuilder.models.group import aggregate
from flask_appbuilder.widgets import RenderTemplateWidget
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, extract, func, select, true

from app.core.db import db
from app.core.errors import NotFound
from app.core.pages.display import shown
from app.core.pages.interface import Interface
from app.core.pages.page import Guarded
from app.core.pages.rows import Visible, register_rows, visible_rows
from app.core.picture import Chart, Series, svg, table_of

_NUMBER = _l("Number")


@aggregate(_NUMBER)
def count(items: Any, _column: str) -> int:
    """How many rows a group has; for `series`."""
    return sum(1 for _item in items)


def label_of(value: Any) -> str:
    """The group of a code, date or relation in words; for `formatter`."""
    return shown(value) or "—"


class PictureWidget(RenderTemplateWidget):  # type: ignore[misc]
    """The framework's figures as a picture with a table."""

    template = "appbuilder/general/widgets/picture.html"

    @property
    def chart(self) -> Chart:
        """What is shown; `value_columns` is what the framework reckoned."""
        return chart_of(self.template_args["chart_title"], self.template_args["value_columns"])

    def __call__(self, **kwargs: Any) -> str:
        """The widget's HTML."""
        told = {"chart": self.chart, "svg": svg, "table_of": table_of, "shown": shown}
        return str(super().__call__(**told, **kwargs))


def chart_of(title: Any, figures: Mapping[str, Any]) -> Chart:
    """A chart of the framework's figures: the first column names the groups."""
    of, *series = (column["label"] for column in figures["cols"])
    rows = [[cell["v"] for cell in row["c"]] for row in figures["rows"]]
    return Chart(
        title,
        of,
        [str(row[0]) for row in rows],
        [Series(name, [_figure(row[at]) for row in rows]) for at, name in enumerate(series, 1)],
    )


def _figure(value: Any) -> int | Decimal | None:
    """A number as the picture wants it: means of the framework are floats."""
    return round(Decimal(value), 2) if isinstance(value, float) else value


class _Picture(Guarded):
    """What both kinds have in common: the row filter, and the page."""

    model: ClassVar[type[Any]]
    visible: ClassVar[Visible]
    chart_widget = PictureWidget
    chart_template = "appbuilder/general/charts/picture.html"
    search_columns: ClassVar[list[str]] = []
    eager: ClassVar[tuple[Any, ...]] = ()
    """Loader options of the relations that a group names."""

    def __init__(self, **kwargs: Any) -> None:
        register_rows(type(self).model, type(self).visible, eager=type(self).eager)
        self.datamodel = Interface(type(self).model)
        super().__init__(**kwargs)

    @expose("/chart/<int:group_by>")
    @expose("/chart/")
    @has_access
    def chart(self, group_by: int = 0) -> str:
        """The picture of one of the definitions."""
        definitions: Any = self.definitions  # type: ignore[attr-defined]
        if group_by >= len(definitions):
            raise NotFound
        return self.render_template(
            self.chart_template,
            title=self.chart_title,  # type: ignore[attr-defined]
            definitions=definitions,
            chosen=group_by,
            widgets=self._reckoned(definitions[group_by]),
        )

    def charts(self) -> list[Chart]:
        """The pictures of all definitions, each with its label as what its groups are."""
        definitions: Any = self.definitions  # type: ignore[attr-defined]
        return [self._reckoned(definition)["chart"].chart for definition in definitions]

    def _reckoned(self, definition: Any) -> Any:
        return self._get_chart_widget(  # type: ignore[attr-defined]
            filters=self.datamodel.get_filters(), definition=definition
        )


class GroupByChart(_Picture, GroupByChartView):  # type: ignore[misc]
    """Rows grouped and reckoned: `series` are pairs (function, column)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.label_columns[f"{count.__name__}id"] = _NUMBER  # not «Number Id»


class CountedChart(_Picture, GroupByChartView):  # type: ignore[misc]
    """Rows counted by the database, for tables of many rows: one statement.

    `group` of a definition is a column or `month_of` one; `joins` are the relations on the way to
    it, `narrowed` what is counted at all.
    """

    joins: ClassVar[tuple[Any, ...]] = ()

    def __init__(self, **kwargs: Any) -> None:
        for definition in self.definitions:
            definition["series"] = ()  # the framework asks for some; here it is the number of rows
        super().__init__(**kwargs)

    def narrowed(self) -> ColumnElement[bool]:
        """Which rows count, beside those that the person may see at all."""
        return true()

    def _get_chart_widget(self, *, definition: Any, **_options: Any) -> dict[str, Any]:
        group, formatter = definition["group"], definition.get("formatter", label_of)
        query = select(group.label("grouped"), func.count()).select_from(type(self).model)
        for relation in self.joins:
            query = query.join(relation)
        counted = query.where(visible_rows(type(self).model), self.narrowed())
        rows = db.session.execute(counted.group_by("grouped").order_by("grouped"))
        figures = {
            "cols": [{"label": definition["label"]}, {"label": _NUMBER}],
            "rows": [{"c": [{"v": formatter(of)}, {"v": number}]} for of, number in rows],
        }
        widget = self.chart_widget(chart_title=self.chart_title, value_columns=figures)
        return {"chart": widget}


def month_of(day: Any) -> Any:
    """The month of a date as a group that sorts: 202609; `month_words` tells it."""
    return extract("year", day) * 100 + extract("month", day)


def month_words(number: int) -> str:
    """«09.2026»."""
    year, month = divmod(int(number), 100)
    return f"{month:02}.{year}"


class DirectChart(_Picture, DirectByChartView):  # type: ignore[misc]
    """Each row a group: `series` are columns."""
