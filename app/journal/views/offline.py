"""What a browser shows while the server is down [U4]."""

from flask_babel import gettext as _

from app.core.pages import Page, expose


class OfflinePage(Page):
    """Kept by the service worker ahead: which journal pages can still be opened.

    Open to everybody: it holds nothing about anybody, the browser fills in its own list.
    """

    route_base = "/offline"
    public = frozenset({"index"})

    @expose("/")
    def index(self) -> str:
        """The page, the same for all."""
        return self.render_template("journal/offline.html", title=_("The server does not answer"))
