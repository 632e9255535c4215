"""«Протокол анализа контрольной работы (МСОКО)» [R5 D3.2 R4]."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.picture import Chart, Series
from app.reports.access import teaches_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.pictures import distribution
from app.reports.kinds.shared import TALLY, school_facts, tally_values, tally_who
from app.reports.queries.works import Otherwise, WorkFacts, work_facts
from app.reports.rules.document import Column, Line, Report, Section, Value, Weight, Who
from app.reports.rules.document import Kind as Written
from app.reports.rules.figures import Tally
from app.works.rules.analysis import (
    Against,
    ItemDone,
    against,
    items_done,
    percent_of,
    topics_to_repeat,
)

_ONE: Mapping[Against, Any] = {
    Against.CONFIRMED: _l("confirmation"),
    Against.RAISED: _l("rise"),
    Against.LOWERED: _l("fall"),
}
_ALL: Mapping[Against, Any] = {
    Against.CONFIRMED: _l("confirmed"),
    Against.RAISED: _l("raised"),
    Against.LOWERED: _l("lowered"),
}
_NOBODY = _l("Nobody has all points yet. Enter them, 0 too, on the page of the work.")


def gather(actor: Actor, asked: Asked) -> Report:
    """Everything about one work of one course."""
    if asked.work_id is None:
        raise NotFound
    facts = work_facts(actor, asked.work_id, asked.today)
    done = items_done(facts.items, facts.written)
    return Report(
        KIND.title,
        _head(facts),
        [_items(done), _matrix(facts, done), _totals(facts), _against(facts), _repeat(facts)],
        pictures=_pictures(facts, done),
        notes=_notes(facts),
        signed_by=[_l("Teacher"), _l("Deputy director")],
    )


def _head(facts: WorkFacts) -> list[tuple[Any, str]]:
    work, plan = facts.work, facts.work.plan
    unit = " %" if plan.by_percent else ""
    scale = ", ".join(
        f"«{mark}» {_('from %(least)s', least=least)}{unit}"
        for mark, least in plan.scale.steps.items()
    )
    return [
        *school_facts(facts.period),
        (_("Work"), plan.title),
        (_("Class"), work.course.title),
        (_("Teacher"), facts.teacher),
        (_("Date"), f"{work.day:%d.%m.%Y}"),
        (_("Wrote the work"), _("%(part)s of %(all)s", part=len(facts.written), all=_all(facts))),
        (_("Most points"), str(plan.maximum)),
        (_("Scale"), scale),
    ]


def _all(facts: WorkFacts) -> int:
    return len(facts.sittings)


def _items(done: Sequence[ItemDone]) -> Section:
    """The plan, and how each item was done."""
    columns = [
        Column("№", Written.TEXT, width=0.8),
        Column(_l("What is checked"), Written.TEXT, width=7),
        Column(_l("Level"), Written.TEXT, width=1),
        Column(_l("Most points"), width=1.6),
        Column(_l("Done, %"), Written.PERCENT, width=1.8),
        Column(_l("Less than half of the points"), width=2),
        Column(_l("Who"), Written.TEXT, width=7),
    ]
    lines = [
        Line(
            [
                one.item.number,
                one.item.element,
                one.item.level.letter,
                one.item.most,
                one.percent,
                len(one.failed),
                ", ".join(one.failed),
            ],
            who={5: [Who(name) for name in one.failed]},
        )
        for one in done
    ]
    return Section(columns, lines, _("Plan of the work and how its items were done"))


def _matrix(facts: WorkFacts, done: Sequence[ItemDone]) -> Section:
    """Pupils by items."""
    columns = [
        Column("№", width=0.8),
        Column(_l("Pupil"), Written.TEXT, width=5),
        Column(_l("Var."), width=1),
        *(Column(item.number, over=_l("Items")) for item in facts.items),
        Column(_l("Sum"), width=1.4),
        Column("%", Written.PERCENT, width=1.5),
        Column(_l("Mark"), width=1.6),
    ]
    lines = [
        Line(
            [
                number,
                one.name,
                one.row.variant,
                *one.row.points,
                one.row.total,
                one.percent,
                one.mark,
            ]
        )
        for number, one in enumerate(facts.written, 1)
    ]
    if lines:
        got = sum(one.row.total for one in facts.written)
        whole = percent_of(got, facts.work.plan.maximum * len(lines))
        shares = [one.percent for one in done]
        lines.append(Line(["", _("Done, %"), None, *shares, None, whole, None], Weight.GRAND))
    return Section(columns, lines, _("Points of the pupils"), _NOBODY)


def _totals(facts: WorkFacts) -> Section:
    """n5–n2, success, quality, СОУ, mean."""
    marks = [(one.mark, Who(one.name)) for one in facts.written]
    tally = Tally.of(mark for mark, _who in marks)
    kept = [0, 1, 2, 3, 4, 9, 10, 11, 12]  # зач, н/а and осв are no marks of a work
    values, who = tally_values(tally), tally_who(marks, 0)
    line = Line(
        [values[at] for at in kept],
        who={place: who[at] for place, at in enumerate(kept) if at in who},
    )
    columns = [TALLY[at] for at in kept]
    return Section(columns, [line] if marks else [], _("Results of the work"), _NOBODY)


def _against(facts: WorkFacts) -> Section:
    """Marks against the average of the other marks of the period, and against its result."""
    columns = [
        Column("№", width=0.8),
        Column(_l("Pupil"), Written.TEXT, width=5),
        Column(_l("Mark of the work"), width=1.6),
        Column(_l("Mean without the work"), Written.MARK, over=_l("Current marks"), width=2),
        Column(_l("The work has"), Written.TEXT, over=_l("Current marks"), width=2),
        Column(_l("Result"), over=_l("Result of the period"), width=1.6),
        Column(_l("The work has"), Written.TEXT, over=_l("Result of the period"), width=2),
    ]
    lines, found = [], _Compared()
    for number, one in enumerate(facts.written, 1):
        other = facts.otherwise.get(one.pupil_id, Otherwise())
        current, result = against(one.mark, other.rounded), against(one.mark, other.result)
        found.add(one.name, current, result)
        values: list[Value] = [number, one.name, one.mark, other.average, _word(current)]
        lines.append(Line([*values, other.result, _word(result)]))
    if lines:
        lines += found.lines()
    return Section(columns, lines, _("Marks against the other marks of the pupils"), _NOBODY)


class _Compared:
    """How many confirmed, raised, lowered their marks, and who."""

    def __init__(self) -> None:
        self.current: dict[Against, list[Who]] = defaultdict(list)
        self.result: dict[Against, list[Who]] = defaultdict(list)

    def add(self, name: str, current: Against | None, result: Against | None) -> None:
        """Count a pupil."""
        for found, value in ((self.current, current), (self.result, result)):
            if value is not None:
                found[value].append(Who(name))

    def lines(self) -> Iterable[Line]:
        """A total for each kind."""
        for kind, word in _ALL.items():
            current, result = self.current[kind], self.result[kind]
            yield Line(
                ["", str(word), None, None, len(current), None, len(result)],
                Weight.TOTAL,
                who={4: current, 6: result},
            )


def _word(value: Against | None) -> str:
    return str(_ONE[value]) if value else ""


def _repeat(facts: WorkFacts) -> Section:
    """Elements below a half, with whom they are repeated."""
    columns = [
        Column(_l("Topic to repeat"), Written.TEXT, width=7),
        Column(_l("Items"), Written.TEXT, width=1.8),
        Column(_l("Done, %"), Written.PERCENT, width=1.6),
        Column(_l("Pupils"), width=1.4),
        Column(_l("With whom"), Written.TEXT, width=9),
    ]
    lines = [
        Line([t.element, ", ".join(t.numbers), t.percent, len(t.pupils), ", ".join(t.pupils)])
        for t in topics_to_repeat(facts.items, facts.written)
    ]
    empty = _("No element was done by less than a half.") if facts.written else _NOBODY
    return Section(columns, lines, _("Topics to repeat: less than half is done"), empty)


def _pictures(facts: WorkFacts, done: Sequence[ItemDone]) -> list[Chart]:
    if not facts.written:
        return []
    shares = Chart(
        _l("Items done, %"),
        _l("Item"),
        [one.item.number for one in done],
        [Series(_l("Done, %"), [one.percent for one in done])],
        "%",
        100,
    )
    marks = Tally.of(one.mark for one in facts.written)
    return [shares, *distribution(marks, _l("Distribution of marks"))]


def _notes(facts: WorkFacts) -> list[Any]:
    """Who did not write it, and who has not all points."""
    absent = [one.name for one in facts.sittings if _was_absent(one)]
    partly = [one.name for one in facts.sittings if one.row.begun and not one.row.complete]
    notes = []
    if absent:
        notes.append(_("Absent: %(names)s.", names=", ".join(absent)))
    if partly:
        names = ", ".join(partly)
        notes.append(_("Not counted, not all points are entered: %(names)s.", names=names))
    return notes


def _was_absent(one: Any) -> bool:
    return not one.row.begun and (one.row.absent or one.missed)


KIND = Kind(
    name="control-work",
    title=_l("Protocol of the analysis of a control work"),
    about=_l("Items, points, marks, who confirmed the own marks, topics to repeat (MSOKO)."),
    group=Group.PROGRESS,
    asks=(Ask.WORK,),
    gather=gather,
    may=teaches_or_sees,
)
