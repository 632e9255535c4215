"""What the grid shows at the end of a pupil's row [R5]."""

from typing import NamedTuple

from app.works.rules.analysis import percent_of
from app.works.rules.points import Row
from app.works.rules.scale import Scale, mark_for


class Summary(NamedTuple):
    """Sum, per cent and mark as texts; without all points there is no mark yet."""

    total: str = ""
    percent: str = ""
    mark: str = ""


def summary(row: Row, scale: Scale, maximum: int) -> Summary:
    """The end of a row."""
    if not row.begun:
        return Summary()
    percent = str(percent_of(row.total, maximum)).replace(".", ",")
    mark = mark_for(scale, row.total, maximum) if row.complete else ""
    return Summary(str(row.total), percent, mark)
