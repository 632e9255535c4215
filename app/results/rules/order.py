"""The order or protocol that a result rests on [R1]."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault


@dataclass(frozen=True)
class Order:
    """Number and date; neither: there is none."""

    number: str
    date: dt.date | None

    @property
    def empty(self) -> bool:
        """True when an order is taken away."""
        return not self.number.strip() and self.date is None


def order_faults(order: Order, today: dt.date) -> list[Fault]:
    """What is wrong: an order has a number and a date that is not ahead, or is none [R1]."""
    if order.empty:
        return []
    faults = []
    if not order.number.strip():
        faults.append(Fault(_l("Write the number of the order."), "number"))
    if order.date is None:
        faults.append(Fault(_l("Write the date of the order."), "date"))
    elif order.date > today:
        faults.append(Fault(_l("The date of the order lies ahead."), "date"))
    return faults
