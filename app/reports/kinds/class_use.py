"""The families of a class: who comes to the journal, and who never did [P10]."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.control.queries.usage import (
    NOTHING,
    Person,
    Used,
    families_of,
    logins_picture,
    of_people,
    use_of,
)
from app.control.rules.tally import Span
from app.core.actor import Actor
from app.core.pages.display import at_school
from app.reports.access import heads_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import school_facts, span_fact
from app.reports.queries.scope import asked_class, asked_span
from app.reports.rules.document import Column, Line, Report, Section
from app.reports.rules.document import Kind as Written


def gather(actor: Actor, asked: Asked) -> Report:
    """Parents and pupils of a class with their last login and the sums of the span."""
    school_class, days = asked_class(actor, asked), asked_span(asked)
    found, used = families_of(school_class.id, asked.today), use_of(Span(*days))
    picture = logins_picture(Span(*days), of_people(found.pupils + found.parents))
    return Report(
        KIND.title,
        [*school_facts(None), (_("Class"), school_class.name), span_fact(*days)],
        [
            _section(_l("Parents"), found.parents, used),
            _section(_l("Pupils"), found.pupils, used),
        ],
        pictures=[] if picture.empty else [picture],
        signed_by=[_l("Class teacher")],
    )


def _section(title: Any, people: Sequence[Person], used: Mapping[int, Used]) -> Section:
    lines = []
    for one in people:
        use = used.get(one.user_id or 0, NOTHING)
        lines.append(Line([one.name, one.child, _last(one), use.days, use.logins, use.entries]))
    return Section(_COLUMNS, lines, title, _l("Nobody is on this list."))


def _last(one: Person) -> str:
    if one.user_id is None:
        return _("no login yet")
    if not one.came or one.last is None:
        return _("has never come")
    return f"{at_school(one.last):%d.%m.%Y}"


_COLUMNS = [
    Column(_l("Person"), Written.TEXT, width=6),
    Column(_l("Pupil"), Written.TEXT, width=5),
    Column(_l("Was here last"), Written.TEXT, width=3),
    Column(_l("days in the journal"), width=2),
    Column(_l("times"), width=2),
    Column(_l("entries"), width=2),
]
KIND = Kind(
    name="class-use",
    title=_l("Use of the journal by the families of a class"),
    about=_l("When parents and pupils of a class came last, and who never came."),
    group=Group.KEEPING,
    asks=(Ask.CLASS, Ask.SPAN),
    gather=gather,
    may=heads_or_sees,
)
