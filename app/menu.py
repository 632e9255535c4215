"""Every page of the product in menu order, one line each."""

from typing import Any

from flask_appbuilder import AppBuilder, IndexView

HOME: Any = IndexView
BASE = "appbuilder/baselayout.html"


def register(appbuilder: AppBuilder) -> None:
    """Register the pages."""
