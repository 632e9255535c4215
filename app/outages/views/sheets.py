"""Pages of printed sheets: where the QR code of a sheet leads, and whose paper has which number."""

from typing import Any, ClassVar

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, ReadOnlyView, expose
from app.core.pages.display import shown
from app.outages import access
from app.outages.models import JournalSheet
from app.outages.queries import forms as queries
from app.outages.queries.outages import outages_of_sheet
from app.outages.views.outages import span_words
from app.school.rules.periods import Period, period_near


class SheetPage(Page):
    """A printed sheet: where its QR code leads [U1]."""

    route_base = "/outages/sheet"
    title = _l("Sheet of a temporary journal")

    @expose("/<int:number>")
    @has_access
    @permission_name("view")
    def index(self, number: int) -> ResponseReturnValue:
        """Course, days and lessons of the sheet."""
        sheet = queries.seen_sheet(current(), number, today=clock.today())
        periods = queries.periods_of(sheet)
        lessons = [(lesson, _journal(lesson, periods)) for lesson in queries.lessons_of(sheet)]
        return self.render_template(
            "outages/sheet.html",
            title=_("Sheet No. %(number)s", number=sheet.number),
            sheet=sheet,
            lessons=lessons,
            outages=outages_of_sheet(current(), sheet, clock.today()),
            span_words=span_words,
            printed=shown(sheet.printed_at),
        )


def _sheet_link(number: int) -> Markup:
    """The number as a link to the page of its sheet."""
    address = url_for("SheetPage.index", number=number)
    return Markup('<a href="{}">{}</a>').format(address, number)


class SheetView(ReadOnlyView):
    """Sheets that were printed: whose paper has which number [U1]."""

    model = JournalSheet
    visible = access.visible_sheets
    route_base = "/outages/sheets"
    list_title = _l("Printed sheets")
    base_order = ("number", "desc")
    page_size = 50
    list_columns: ClassVar = ["number", "course", "first", "last", "printed_at"]
    show_columns = list_columns
    search_columns: ClassVar = ["course", "first", "printed_at"]
    order_columns: ClassVar = ["number", "first", "printed_at"]
    label_columns: ClassVar = {
        "number": _l("Number of the sheet"),
        "course": _l("Course"),
        "first": _l("Lessons from"),
        "last": _l("to"),
        "printed_at": _l("Printed"),
    }
    formatters_columns: ClassVar = {"number": _sheet_link}


def _journal(lesson: Any, periods: list[Period]) -> str:
    """Address of the journal page that has the lesson."""
    period = period_near(periods, lesson.course.school_class.grade, lesson.day)
    return url_for("JournalPage.course", course_id=lesson.course_id, period=period and period.key)
