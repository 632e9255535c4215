"""The staff room: documents by sections, who has read them and who has not [M2]."""

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import ngettext

from app.board.enums import PaperSection
from app.board.forms import PaperForm, plain
from app.board.operations import papers as operations
from app.board.queries import papers as queries
from app.core import clock
from app.core.actor import current
from app.core.files import Scan
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.core.pages.uploads import file_answer, taken_files
from app.messages.queries import letter_addresses


class PapersPage(Page):
    """Orders, regulations, documents; only for staff."""

    route_base = "/papers"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The documents by sections; `?q=` searches."""
        search = plain(request.args.get("q"))[:100]
        return self.render_template(
            "board/papers.html",
            title=_("Staff room"),
            sections=queries.papers(current(), search),
            search=search,
            keeps=self._keeps(),
            shown=shown,
        )

    @expose("/<int:paper_id>")
    @has_access
    @permission_name("view")
    def paper(self, paper_id: int) -> ResponseReturnValue:
        """One document: its file, and «I have read it»."""
        actor = current()
        paper = queries.paper_of(actor, paper_id)
        return self.render_template(
            "board/paper.html",
            title=paper.title,
            paper=paper,
            read_at=queries.has_read(actor, paper),
            readers=queries.readers(actor, paper, clock.today()),
            keeps=self._keeps(),
            shown=shown,
        )

    @expose("/<int:paper_id>/file")
    @has_access
    @permission_name("view")
    def file(self, paper_id: int) -> Response:
        """The file of a document."""
        paper = queries.paper_of(current(), paper_id)
        return file_answer(operations.FILES, Scan(paper.key, paper.name, paper.type))

    @expose("/<int:paper_id>/read", methods=["POST"])
    @has_access
    @permission_name("view")
    def read(self, paper_id: int) -> ResponseReturnValue:
        """The person has read it."""
        enter(lambda: operations.read_paper(current(), paper_id=paper_id, now=clock.now()))
        return redirect(url_for("PapersPage.paper", paper_id=paper_id))

    @expose("/add")
    @has_access
    @permission_name("edit")
    def form(self) -> ResponseReturnValue:
        """A new document; `?section=` its section."""
        return self._form_page(PaperForm(section=request.args.get("section") or PaperSection.ORDER))

    @expose("/add", methods=["POST"])
    @has_access
    @permission_name("edit")
    def add(self) -> ResponseReturnValue:
        """Put it into the staff room."""
        form = PaperForm()
        status, faults = enter(lambda: _add(form)) if form.validate() else (422, [])
        for fault in faults:
            form.put_fault(fault.text, fault.field)
        if status != SAVED:
            return self._form_page(form), status
        flash(_("The document is in the staff room."), "success")
        return redirect(url_for("PapersPage.index"))

    @expose("/<int:paper_id>/withdraw", methods=["POST"])
    @has_access
    @permission_name("edit")
    def withdraw(self, paper_id: int) -> ResponseReturnValue:
        """The document is no longer in force."""
        enter(lambda: operations.withdraw_paper(current(), paper_id=paper_id, now=clock.now()))
        flash(_("The document is withdrawn."), "success")
        return redirect(url_for("PapersPage.index"))

    @expose("/<int:paper_id>/remind", methods=["POST"])
    @has_access
    @permission_name("edit")
    def remind(self, paper_id: int) -> ResponseReturnValue:
        """Remind who has not read it."""
        told: list[int] = []
        letters = letter_addresses(current_app.config)
        enter(
            lambda: told.append(
                operations.remind_of_paper(
                    current(), paper_id=paper_id, now=clock.now(), letters=letters
                )
            )
        )
        text = ngettext("%(num)s person is reminded.", "%(num)s people are reminded.", sum(told))
        flash(text if sum(told) else _("Everybody has been reminded today."), "success")
        return redirect(url_for("PapersPage.paper", paper_id=paper_id))

    def _form_page(self, form: PaperForm) -> str:
        return self.render_template("board/add_paper.html", title=_("New document"), form=form)

    def _keeps(self) -> bool:
        return bool(self.appbuilder.sm.has_access("can_edit", "PapersPage"))


def _add(form: PaperForm) -> None:
    operations.add_paper(
        current(),
        section=form.section.data,
        title=form.title.data,
        must_read=form.must_read.data,
        files=lambda: taken_files(operations.FILES, [form.upload.data], "upload"),
        now=clock.now(),
    )
