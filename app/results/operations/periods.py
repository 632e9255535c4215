"""A grading period is closed, and opened again with a reason [J8]."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _

from app.core.actor import Actor
from app.core.errors import refuse_if
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify
from app.results.access import may_close_periods, may_open_periods, require
from app.results.queries.closing import concerned_users, period_to_close
from app.results.rules.closing import PeriodFacts, closing_faults, opening_faults
from app.school.models import GradingPeriod

Letters = Mapping[int, str]


def close_period(
    actor: Actor, *, period_id: int, now: dt.datetime, letters: Letters
) -> GradingPeriod:
    """Close a period that is over: its lessons and results change no more [J8].

    Its teachers and class teachers are told. Raises NotFound, Forbidden, Refused.
    """
    require(may_close_periods(actor))
    period = period_to_close(period_id, lock=True)
    refuse_if(closing_faults(_facts(period), now.date()))
    period.closed_on, period.reopened_why = now.date(), ""
    text = _("“%(period)s” is closed: entries are taken no more.", period=period)
    _tell(period, text, now, letters)
    return period


def open_period(
    actor: Actor, *, period_id: int, reason: str, now: dt.datetime, letters: Letters
) -> GradingPeriod:
    """Open a closed period again; the reason and who did it stay in the history [J8 J9].

    Raises NotFound, Forbidden, Refused with all faults.
    """
    require(may_open_periods(actor))
    period = period_to_close(period_id, lock=True)
    refuse_if(opening_faults(_facts(period), reason))
    period.closed_on, period.reopened_why = None, reason.strip()
    text = _("“%(period)s” is open again: %(reason)s", period=period, reason=period.reopened_why)
    _tell(period, text, now, letters)
    return period


def _facts(period: GradingPeriod) -> PeriodFacts:
    return PeriodFacts(period.ends, period.closed_on, period.year.closed_on)


def _tell(period: GradingPeriod, text: str, now: dt.datetime, letters: Letters) -> None:
    key = f"period-{period.id}-{now:%Y%m%d%H%M%S}"
    news = News(NoticeKind.PERIOD, key, text, "/journal/")
    notify(((user, news) for user in concerned_users(period)), now, letters)
