"""The forum: sections, topics, posts, search; moderation [M3]."""

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _

from app.board.forms import PostForm, SectionForm, TopicForm, plain
from app.board.operations import forum as operations
from app.board.queries import forum as queries
from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.core.pages.forms import EntryForm
from app.messages.queries import letter_addresses


class ForumPage(Page):
    """The school's forum; nobody outside its audience sees a section."""

    route_base = "/forum"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The sections for the person; with `?q=` the posts that are found."""
        search = plain(request.args.get("q"))[:100]
        return self.render_template(
            "board/forum.html",
            title=_("Forum"),
            sections=queries.sections(current()),
            search=search,
            found=queries.search(current(), search, _page()) if search else None,
            moderates=self._moderates(),
            shown=shown,
        )

    @expose("/<int:section_id>")
    @has_access
    @permission_name("view")
    def section(self, section_id: int) -> ResponseReturnValue:
        """The topics of a section."""
        return self._section(section_id, TopicForm())

    @expose("/<int:section_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def begin(self, section_id: int) -> ResponseReturnValue:
        """Begin a topic."""
        form = TopicForm()
        status, made = _entered(
            form,
            lambda: operations.begin_topic(
                current(),
                section_id=section_id,
                title=form.title.data,
                text=form.text.data,
                now=clock.now(),
            ),
        )
        if made is None:
            return self._section(section_id, form), status
        return redirect(url_for("ForumPage.topic", topic_id=made.id))

    @expose("/topics/<int:topic_id>")
    @has_access
    @permission_name("view")
    def topic(self, topic_id: int) -> ResponseReturnValue:
        """The posts of a topic; without `?page=` the last page."""
        return self._topic(topic_id, PostForm(), _page(0))

    @expose("/topics/<int:topic_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def write(self, topic_id: int) -> ResponseReturnValue:
        """Write into a topic."""
        form = PostForm()
        status, made = _entered(
            form,
            lambda: operations.write_post(
                current(), topic_id=topic_id, text=form.text.data, now=clock.now()
            ),
        )
        if made is None:
            return self._topic(topic_id, form, 0), status
        return redirect(url_for("ForumPage.topic", topic_id=topic_id, _anchor=f"post-{made.id}"))

    @expose("/posts/<int:post_id>/hide", methods=["POST"])
    @has_access
    @permission_name("moderate")
    def hide(self, post_id: int) -> ResponseReturnValue:
        """Hide a post, with the reason; or show it again."""
        post, reason = queries.post_of(current(), post_id), plain(request.form.get("reason"))
        letters = letter_addresses(current_app.config)
        show = "show" in request.form
        _status, faults = enter(
            lambda: (
                operations.show_post(current(), post_id=post_id)
                if show
                else operations.hide_post(
                    current(), post_id=post_id, reason=reason, now=clock.now(), letters=letters
                )
            )
        )
        for fault in faults:
            flash(str(fault.text), "warning")
        return redirect(
            url_for("ForumPage.topic", topic_id=post.topic_id, _anchor=f"post-{post.id}")
        )

    @expose("/topics/<int:topic_id>/close", methods=["POST"])
    @has_access
    @permission_name("moderate")
    def close(self, topic_id: int) -> ResponseReturnValue:
        """Close a topic, or open it again."""
        closed = request.form.get("closed") == "1"
        enter(lambda: operations.close_topic(current(), topic_id=topic_id, closed=closed))
        return redirect(url_for("ForumPage.topic", topic_id=topic_id))

    @expose("/sections/add")
    @has_access
    @permission_name("moderate")
    def new_section(self) -> ResponseReturnValue:
        """A new section."""
        return self._section_form(SectionForm())

    @expose("/sections/add", methods=["POST"])
    @has_access
    @permission_name("moderate")
    def add_section(self) -> ResponseReturnValue:
        """Open it."""
        return self._saved_section(None)

    @expose("/sections/<int:section_id>")
    @has_access
    @permission_name("moderate")
    def change_section(self, section_id: int) -> ResponseReturnValue:
        """Change a section."""
        return self._section_form(SectionForm(obj=queries.section_of(current(), section_id)))

    @expose("/sections/<int:section_id>", methods=["POST"])
    @has_access
    @permission_name("moderate")
    def save_section(self, section_id: int) -> ResponseReturnValue:
        """Save the changes."""
        return self._saved_section(section_id)

    def _saved_section(self, section_id: int | None) -> ResponseReturnValue:
        form = SectionForm()
        status, made = _entered(
            form,
            lambda: operations.save_section(
                current(),
                title=form.title.data,
                about=form.about.data,
                audience=form.audience.data,
                section_id=section_id,
            ),
        )
        if made is None:
            return self._section_form(form), status
        return redirect(url_for("ForumPage.section", section_id=made.id))

    def _section(self, section_id: int, form: TopicForm) -> str:
        section = queries.section_of(current(), section_id)
        return self.render_template(
            "board/section.html",
            title=section.title,
            section=section,
            topics=queries.topics(current(), section, _page()),
            form=form,
            moderates=self._moderates(),
            shown=shown,
        )

    def _topic(self, topic_id: int, form: PostForm, page: int) -> str:
        actor = current()
        topic = queries.topic_of(actor, topic_id)
        return self.render_template(
            "board/topic.html",
            title=topic.title,
            topic=topic,
            posts=queries.posts(actor, topic, page),
            form=form,
            me=actor.user_id,
            moderates=self._moderates(),
            shown=shown,
        )

    def _section_form(self, form: SectionForm) -> str:
        return self.render_template(
            "board/section_form.html", title=_("Section of the forum"), form=form
        )

    def _moderates(self) -> bool:
        return bool(self.appbuilder.sm.has_access("can_moderate", "ForumPage"))


def _page(default: int = 1) -> int:
    return min(request.args.get("page", default, type=int), 10**6)


def _entered(form: EntryForm, write: Callable[[], Any]) -> tuple[int, Any]:
    """The status and what was made; none, with the faults at the form, when it was refused."""
    made: list[Any] = []
    status, faults = enter(lambda: made.append(write())) if form.validate() else (422, [])
    for fault in faults:
        form.put_fault(fault.text, fault.field)
    return status, made[0] if status == SAVED else None
