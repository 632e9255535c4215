"""Works of one plan beside each other: classes, teachers, years, variants [R5 R4]."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.picture import Chart, Series
from app.reports.access import teaches_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import TALLY, school_facts, tally_values
from app.reports.queries.works import ComparedWork, compared_works
from app.reports.rules.document import Column, Line, Report, Section, Value, Weight
from app.reports.rules.document import Kind as Format
from app.reports.rules.figures import Tally
from app.works.models import WorkPlan
from app.works.queries.plans import seen_plan
from app.works.queries.works import items_of, works_of_plan
from app.works.rules.analysis import Written, items_done, percent_of

_KEPT = (0, 1, 2, 3, 4, 9, 10, 11, 12)  # зач, н/а and осв are no marks of a work
_EMPTY = _l("No class has all points of this work yet.")


def gather(actor: Actor, asked: Asked) -> Report:
    """The works of the plan that the person may read."""
    if asked.plan_id is None:
        raise NotFound
    plan = seen_plan(actor, asked.plan_id, asked.today)
    found = compared_works(works_of_plan(actor, plan.id, asked.today))
    return Report(
        KIND.title,
        [
            *school_facts(None),
            (_("Work"), plan.title),
            (_("Subject"), plan.subject.name),
            (_("Parallel"), str(plan.grade)),
        ],
        [
            _classes(plan, found),
            _parts(plan, found, _l("Teachers"), _l("Teacher"), _teacher),
            _parts(plan, found, _l("Years"), _l("Academic year"), _year),
            _variants(plan, found),
            _items(found),
        ],
        pictures=_pictures(found),
        signed_by=[_l("Deputy director")],
    )


def _figures(plan: WorkPlan, works: Sequence[Written]) -> list[Value]:
    values = tally_values(Tally.of(one.mark for one in works))
    done = percent_of(sum(one.row.total for one in works), plan.maximum * len(works))
    return [*(values[at] for at in _KEPT), done]


def _columns(*first: Column) -> list[Column]:
    done = Column(_l("Points, %"), Format.PERCENT, width=1.6)
    return [*first, *(TALLY[at] for at in _KEPT), done]


def _classes(plan: WorkPlan, found: Sequence[ComparedWork]) -> Section:
    """A line for each work, and all together."""
    columns = _columns(
        Column(_l("Class"), Format.TEXT, width=4),
        Column(_l("Teacher"), Format.TEXT, width=3.5),
        Column(_l("Academic year"), Format.TEXT, width=2),
        Column(_l("Date"), Format.TEXT, width=2),
    )
    lines = [
        Line(
            [
                one.work.course.title,
                one.teacher,
                _year(one),
                f"{one.work.day:%d.%m.%Y}",
                *_figures(plan, one.written),
            ]
        )
        for one in found
    ]
    if len(lines) > 1:
        every = [work for one in found for work in one.written]
        lines.append(Line([_("Together"), "", "", "", *_figures(plan, every)], Weight.GRAND))
    return Section(columns, lines, _("Classes"), _EMPTY)


def _parts(
    plan: WorkPlan,
    found: Sequence[ComparedWork],
    title: Any,
    of: Any,
    part: Callable[[ComparedWork], str],
) -> Section:
    """The works put together by something that they have in common."""
    groups: dict[str, list[Written]] = defaultdict(list)
    for one in found:
        groups[part(one)] += one.written
    return Section(
        _columns(Column(of, Format.TEXT, width=5)), _lines(plan, groups.items()), title, _EMPTY
    )


def _variants(plan: WorkPlan, found: Sequence[ComparedWork]) -> Section:
    groups: dict[int, list[Written]] = defaultdict(list)
    for one in found:
        for work in one.written:
            groups[work.row.variant or 0].append(work)
    named = (
        (_("Variant %(number)s", number=number) if number else _("Variant not noted"), works)
        for number, works in sorted(groups.items())
    )
    columns = _columns(Column(_l("Variant"), Format.TEXT, width=5))
    return Section(columns, _lines(plan, named), _("Variants"), _EMPTY)


def _lines(plan: WorkPlan, groups: Iterable[tuple[str, Sequence[Written]]]) -> list[Line]:
    return [Line([name, *_figures(plan, works)]) for name, works in groups if works]


def _items(found: Sequence[ComparedWork]) -> Section:
    """How each class did each item."""
    done = [items_done(items_of(one.work), one.written) for one in found]
    columns = [
        Column("№", Format.TEXT, width=0.8),
        Column(_l("What is checked"), Format.TEXT, width=7),
        *(Column(_label(one), Format.PERCENT, over=_l("Done, %"), width=2) for one in found),
    ]
    lines = [
        Line([item.item.number, item.item.element, *(row[at].percent for row in done)])
        for at, item in enumerate(done[0] if done else ())
    ]
    return Section(columns, lines, _("Items"), _EMPTY)


def _label(one: ComparedWork) -> str:
    return f"{one.work.course.school_class.name}, {one.work.day:%d.%m.%Y}"


def _teacher(one: ComparedWork) -> str:
    return one.teacher


def _year(one: ComparedWork) -> str:
    return one.work.course.school_class.year.name


def _pictures(found: Sequence[ComparedWork]) -> list[Chart]:
    written = [one for one in found if one.written]
    if not written:
        return []
    tallies = [Tally.of(work.mark for work in one.written) for one in written]
    series = [
        Series(_l("Success, %"), [tally.success for tally in tallies]),
        Series(_l("Quality, %"), [tally.quality for tally in tallies]),
    ]
    names = [_label(one) for one in written]
    return [Chart(_l("Success and quality of the classes"), _l("Class"), names, series, "%", 100)]


KIND = Kind(
    name="control-work-comparison",
    title=_l("Comparison of a control work"),
    about=_l("Classes, teachers, years and variants that have written the same plan."),
    group=Group.PROGRESS,
    asks=(Ask.WORK_PLAN,),
    gather=gather,
    may=teaches_or_sees,
)
