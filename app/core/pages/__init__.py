"""Base classes of every page: hand-made (`Page`) and generated (`JournalModelView`)."""

from app.core.pages.address import back_to, here
from app.core.pages.model_view import JournalModelView, ReadOnlyView
from app.core.pages.page import Page, expose
from app.core.pages.rows import register_rows, visible_rows
from app.core.pages.setup import check

__all__ = [
    "JournalModelView",
    "Page",
    "ReadOnlyView",
    "back_to",
    "check",
    "expose",
    "here",
    "register_rows",
    "visible_rows",
]
