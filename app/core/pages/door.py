"""The one way from a generated form to the database: hook, unit of work, faults for the form."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from app.core.db import unit_of_work
from app.core.errors import Conflict, Fault, Refused
from app.core.pages.storing import fault_of

SAVED = 200


def enter(write: Callable[[], Any], way: str = "form") -> tuple[int, list[Fault]]:
    """Run `write` and commit; the status for the answer and what is wrong.

    200 saved · 422 refused by the rules or the database · 409 changed by somebody meanwhile.
    Whatever is wrong, nothing of it stays in the session.
    """
    try:
        with unit_of_work(way=way):
            write()
    except Refused as refusal:
        return refusal.status, refusal.faults
    except Conflict as conflict:
        return conflict.status, [Fault(conflict.text)]
    except (StaleDataError, ObjectDeletedError):
        return Conflict.status, [Fault(Conflict.default)]
    except IntegrityError as error:
        return Refused.status, [fault_of(error)]
    except DataError:
        return Refused.status, [Fault(_("A value is too long or too large."))]
    return SAVED, []
