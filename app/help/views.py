"""The page of help: the own role first, a search, the regulation on the journal [M4]."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _

from app.board.queries.papers import journal_rules
from app.core.actor import current
from app.core.errors import NotFound
from app.core.pages import Page, expose
from app.help import guides


class HelpPage(Page):
    """Instructions for every role; everybody may read them all."""

    route_base = "/help"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The own instruction; `?at=` the page one comes from, `?q=` searches in all."""
        actor = current()
        own = guides.own_guides(actor.roles)
        every = [*own, *guides.other_guides(actor.roles)]
        search = request.args.get("q", "").strip()[:100]
        return self._page(
            own[0] if own else every[0],
            search=search,
            found=guides.found(every, search) if search else [],
            about=guides.about(own, request.args.get("at", "")),
        )

    @expose("/<name>")
    @has_access
    @permission_name("view")
    def guide(self, name: str) -> ResponseReturnValue:
        """The instruction of a role."""
        if name not in guides.GUIDES:
            raise NotFound
        return self._page(guides.guide(name), search="", found=[], about=[])

    def _page(self, shown: guides.Guide, **values: object) -> str:
        actor = current()
        return self.render_template(
            "help/page.html",
            title=_("Help"),
            shown=shown,
            own=guides.own_guides(actor.roles),
            others=guides.other_guides(actor.roles),
            titles={name: guides.guide(name).title for name in guides.GUIDES},
            rules=journal_rules(actor),
            uploads=self.appbuilder.sm.has_access("can_edit", "PapersPage"),
            **values,
        )
