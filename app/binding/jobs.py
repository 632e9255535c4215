"""Long work: a class's journal as one file [R6]."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.binding.enums import Part
from app.binding.paper.book import Order, bound_journal
from app.binding.queries.choices import bindable_class
from app.binding.signature import require_may_sign, signed_by_settings
from app.core import clock
from app.jobs.kinds import Made, Run, long_work


@long_work("bound-journal", _l("A class's journal on paper"))
def binding(
    run: Run, class_id: int, parts: Sequence[str], pupil_id: int | None, *, sign: bool
) -> Made:
    """Print the journal; with `sign` it gets the director's signature by the settings."""
    now = clock.now()
    of = bindable_class(run.actor, class_id, now.date())
    if sign:
        require_may_sign(run.actor)
    order = Order(class_id, tuple(Part(code) for code in parts), pupil_id)
    pdf = bound_journal(run.actor, order, made_on=now.date(), progress=run.progress)
    run.out.write_bytes(signed_by_settings(pdf, now=now) if sign else pdf)
    names = {"name": of.name, "year": of.year.name.replace("/", "-")}
    return Made(file=_("Journal of %(name)s %(year)s.pdf", **names))
