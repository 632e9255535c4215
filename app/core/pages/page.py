"""Base of the hand-made pages."""

from typing import Any

from flask_appbuilder import BaseView
from flask_appbuilder.baseviews import expose

from app.core.pages.address import back_to, here

# Routes that look after their own permission.
SELF_GUARDED = frozenset({"action", "action_post", "pick"})


class Guarded(BaseView):  # type: ignore[misc]
    """A view whose every route asks for a permission: forgetting it stops the start.

    `public` names routes that are open without login, each one deliberately.
    """

    public: frozenset[str] = frozenset()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in dir(self):
            route = getattr(self, name)
            guarded = hasattr(route, "_permission_name") or name in self.public | SELF_GUARDED
            if hasattr(route, "_urls") and name not in self.exclude_route_methods and not guarded:
                raise TypeError(f"{type(self).__name__}.{name} has no @has_access")

    def render_template(self, template: str, **values: Any) -> str:
        """The page as HTML."""
        return str(super().render_template(template, **{"here": here(), **values}))

    def update_redirect(self) -> None:
        """The way back is in the address (`next`), not in the session."""

    def get_redirect(self) -> str:
        """The page before, if the address knows it, otherwise the home page."""
        return back_to(str(self.appbuilder.get_url_for_index))


class Page(Guarded):
    """A page that is not generated: parse → call → render.

    A route: `@expose("/…") @has_access @permission_name("view")`; JSON: `@has_access_api`.
    """

    default_view = "index"
    route_base: str | None = None
    # Messages between people: closed to an administrator who looks as another person.
    private = False


__all__ = ["Guarded", "Page", "expose"]
