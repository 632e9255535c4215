"""The formats: where the pages of a spread lie on the paper and how their columns are cut."""

from dataclasses import dataclass

from app.outages.enums import Paper

FOOT = 4.5  # mm, the line with the page number
FOOT_BELOW = 4
CODE = 17  # mm, side of the QR code


@dataclass(frozen=True)
class Half:
    """One page of a spread: its place on the paper, mm."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class PageFormat:
    """A format: `css` names it, `halves` are the left and right page (the same place: two sides).

    `number`, `name`, `label`: widths of the left page's first columns, mm; `row` the least and
    `usual_row` the usual height of a pupil's row, `lesson` the least height of a lesson's row.
    """

    css: str
    halves: tuple[Half, Half]
    columns: int
    number: float = 8
    name: float = 46
    label: float = 12
    row: float = 4.4
    usual_row: float = 6
    lesson: float = 6.5

    @property
    def one_sheet(self) -> bool:
        """True when both pages of a spread lie on one side of the paper."""
        return self.halves[0] != self.halves[1]

    @property
    def left_columns(self) -> list[float]:
        """Widths of the left page: № п/п, the name in two parts, a column for each lesson."""
        first = [self.number, self.name, self.label]
        rest = self.halves[0].width - sum(first)
        return [*first, *([rest / self.columns] * self.columns)]

    @property
    def right_columns(self) -> list[float]:
        """Widths of the right page: date, what was covered, homework."""
        date, width = 17.0, self.halves[1].width
        return [date, (width - date) * 0.6, (width - date) * 0.4]


_PORTRAIT = Half(10, 6, 190, 281)
_LANDSCAPE = Half(10, 6, 277, 194.5)

FORMATS = {
    Paper.A4_LANDSCAPE: PageFormat("a4 landscape", (_LANDSCAPE, _LANDSCAPE), 24, name=52),
    Paper.A4_PORTRAIT: PageFormat("a4 portrait", (_PORTRAIT, _PORTRAIT), 15),
    Paper.A3: PageFormat(
        "a3 landscape", (Half(10, 6, 193, 281), Half(217, 6, 193, 281)), 15, name=48
    ),
}
