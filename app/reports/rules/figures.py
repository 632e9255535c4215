"""The figures of progress: counts of results, success, quality, СОУ, mean (rules, «Formulas»)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from app.journal.rules.cell import DIGITS, EXEMPT, FAILED, NOT_ATTESTED, PASSED
from app.reports.enums import Standing

_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
_SHARES = {"5": 100, "4": 64, "3": 36, "2": 16, "1": 16, NOT_ATTESTED: 7}
_POSITIVE = ("5", "4", "3", PASSED)
_HIGH = ("5", "4")
_FAILED = ("2", "1", FAILED)


@dataclass(frozen=True)
class Tally:
    """Results of some pupils in one subject, each pupil once; None: no result yet.

    «зач» and «н/зач» are counted as positive and negative; they have no part in quality, СОУ and
    mean, which speak of digits.
    """

    counts: Counter[str | None] = field(default_factory=Counter)

    @classmethod
    def of(cls, results: Iterable[str | None]) -> "Tally":
        """The tally of these results."""
        return cls(Counter(results))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.counts + other.counts)

    def __getitem__(self, value: str) -> int:
        return self.counts[value]

    @property
    def low(self) -> int:
        """«2», and what is no better."""
        return sum(self.counts[value] for value in _FAILED)

    @property
    def pupils(self) -> int:
        """All pupils, whatever they have."""
        return self.counts.total()

    @property
    def without(self) -> int:
        """Pupils without a result yet."""
        return self.counts[None]

    @property
    def counted(self) -> int:
        """`N`: all less the exempt and those without a result yet; н/а stays in it."""
        return self.pupils - self.counts[EXEMPT] - self.without

    @property
    def _graded(self) -> int:
        return self.counted - self.counts[PASSED] - self.counts[FAILED]

    @property
    def success(self) -> Decimal | None:
        """Успеваемость, %: (n5 + n4 + n3) · 100 / N, to tenths."""
        return share(sum(self.counts[value] for value in _POSITIVE), self.counted)

    @property
    def quality(self) -> Decimal | None:
        """Качество знаний, %: (n5 + n4) · 100 / N, to tenths."""
        return share(sum(self.counts[value] for value in _HIGH), self._graded)

    @property
    def sou(self) -> Decimal | None:
        """СОУ, %: (100·n5 + 64·n4 + 36·n3 + 16·n2 + 7·н/а) / N, to tenths."""
        points = sum(self.counts[value] * points for value, points in _SHARES.items())
        return rounded(Decimal(points) / self._graded, _TENTH) if self._graded else None

    @property
    def mean(self) -> Decimal | None:
        """Средний балл: mean of the digits, to hundredths."""
        return mean(value for value, times in self.counts.items() for _ in range(times))


def mean(values: Iterable[str | None]) -> Decimal | None:
    """Mean of the digits among `values`, to hundredths; None without digits."""
    digits = [int(value) for value in values if value in DIGITS]
    return rounded(Decimal(sum(digits)) / len(digits), _HUNDREDTH) if digits else None


def share(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` in per cent, to tenths; None of nothing."""
    return rounded(Decimal(part * 100) / whole, _TENTH) if whole else None


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """Half up, as a school reckons."""
    return value.quantize(step, ROUND_HALF_UP)


def standing(results: Iterable[str | None]) -> Standing:
    """The pupil's group by the results of all subjects (rules, «Итоговые данные»).

    A low result weighs more than a missing one; «осв.» and «зач» do not keep anybody from being
    excellent.
    """
    found = Counter(results)
    if any(found[value] for value in _FAILED):
        return Standing.FAILING
    if found[NOT_ATTESTED]:
        return Standing.NOT_ATTESTED
    if found[None] or not found:
        return Standing.WITHOUT
    return _successful(found)


def _successful(found: Counter[str | None]) -> Standing:
    if set(found) == {EXEMPT}:
        return Standing.EXEMPT
    if found["3"]:
        return Standing.ONE_THREE if found["3"] == 1 else Standing.FAIR
    if found["4"]:
        return Standing.ONE_FOUR if found["4"] == 1 and found["5"] else Standing.GOOD
    return Standing.EXCELLENT
