"""Every page of the product in menu order, one line each."""

from typing import Any

from flask_appbuilder import AppBuilder
from flask_babel import lazy_gettext as _l

from app.accounts.views import (
    LoginView,
    NewPasswordPage,
    OwnPasswordPage,
    PersonLoginPage,
    RolesPage,
)
from app.classes.views import (
    ClassMembershipView,
    DivisionPage,
    SchoolClassView,
    SubgroupMembershipView,
    SubgroupView,
)
from app.core import pages
from app.exchange.timetable.views import TimetableImportPage
from app.home.views import HomePage
from app.people.views import GuardianshipView, GuardianView, PupilView, StaffView, TaughtPupilView

HOME: Any = HomePage
BASE = "appbuilder/baselayout.html"

# (key, heading, pages): a page is (view, label). Who sees a page is in accounts/roles.py.
MENU: tuple[tuple[str, Any, tuple[tuple[Any, Any], ...]], ...] = (
    ("journal", _l("Journal"), ()),
    ("timetable", _l("Timetable"), ((TimetableImportPage, _l("Timetable import")),)),
    (
        "people",
        _l("People"),
        (
            (PupilView, _l("Pupils")),
            (TaughtPupilView, _l("My pupils")),
            (GuardianView, _l("Parents")),
            (StaffView, _l("Staff")),
            (SchoolClassView, _l("Classes")),
            (ClassMembershipView, _l("Class lists")),
            (SubgroupView, _l("Subgroups")),
            (DivisionPage, _l("Splitting a class")),
        ),
    ),
    ("plan", _l("Curriculum"), ()),
    ("school", _l("School"), ()),
    (
        "administration",
        _l("Administration"),
        (
            (LoginView, _l("Logins")),
            (RolesPage, _l("Roles and rights")),
        ),
    ),
)
# Pages that are reached from other pages.
WITHOUT_MENU = (
    NewPasswordPage,
    OwnPasswordPage,
    PersonLoginPage,
    GuardianshipView,
    SubgroupMembershipView,
)


def register(appbuilder: AppBuilder) -> None:
    """Register the pages; a pick list of a table without a row filter stops the start."""
    for key, heading, entries in MENU:
        for view, label in entries:
            appbuilder.add_view(
                view, view.__name__, label=label, category=key, category_label=heading
            )
    for view in WITHOUT_MENU:
        appbuilder.add_view_no_menu(view)
    pages.check(appbuilder)
