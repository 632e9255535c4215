"""The security manager: login pages of our own, permissions in one statement, nothing else open.

Of Flask-AppBuilder's security views none is registered: no JWT login, no security API, no
self-registration, no reset of a password by `?pk`, no editing of roles.
"""

from typing import Any

from flask import current_app, g, session
from flask_appbuilder import AppBuilder
from flask_appbuilder.menu import MenuItem
from flask_appbuilder.security.sqla.manager import SecurityManager as FrameworkSecurityManager
from flask_login import current_user

from app.accounts.queries import NOTHING, Granted, granted_to, person_of_session
from app.accounts.views import LoginPage
from app.core import clock


class JournalAppBuilder(AppBuilder):  # type: ignore[misc]
    """Registers only the home page, the security views of the product and what `menu` names."""

    def _add_admin_views(self) -> None:
        self._indexview = self.add_view_no_menu(self.indexview)
        self.sm.register_views()


class SecurityManager(FrameworkSecurityManager):  # type: ignore[misc]
    """Who is logged in and what the roles let open."""

    userstatschartview = None

    def register_views(self) -> None:
        """Only the login page; `menu` names the others."""
        self.auth_view = self.appbuilder.add_view_no_menu(LoginPage)
        if self.is_auth_limited:
            limit = self.limiter.limit(self.auth_rate_limit, methods=["POST"])
            limit(self.auth_view.blueprint)

    def load_user(self, pk: str) -> Any | None:
        """Who is logged in, while the session of this browser is alive [P7]."""
        found = person_of_session(int(pk), session.get("sid", ""), clock.now())
        if found is None:
            return None
        user, g.login_session = found
        return user

    def granted(self) -> Granted:
        """Roles and permissions of the person of this request, read once."""
        if "granted" not in g:
            g.granted = granted_to(current_user.id) if current_user.is_authenticated else NOTHING
        found: Granted = g.granted
        return found

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """True when a role of the person has the permission; menu items follow their pages."""
        if permission_name == "menu_access":
            item = current_app.appbuilder.menu.find(view_name)
            return item is not None and self.is_shown(item)
        return (permission_name, view_name) in self.granted().permissions

    def is_shown(self, item: MenuItem) -> bool:
        """A menu item is shown to whoever may open its page; a heading with something below."""
        if item.childs:
            return any(self.is_shown(child) for child in item.childs)
        view: Any = item.baseview
        if view is None:
            return False
        permission = f"can_{view.get_method_permission(view.default_view)}"
        return self.has_access(permission, view.class_permission_name)
