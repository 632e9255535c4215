"""The product's errors: one small tree with a status and a text for people.

Operations raise them; the one handler (`core.error_pages`) turns them into a page or JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its text for the person, and the form field it belongs to."""

    text: Any  # str or a lazy string
    field: str | None = None


class JournalError(Exception):
    """Base: HTTP `status`, `text` in Russian, `payload` for a fetch that wants the facts."""

    status = 500
    default: Any = _l("Something went wrong.")

    def __init__(self, text: Any = None, payload: Mapping[str, Any] | None = None) -> None:
        self.text = text if text is not None else self.default
        self.payload = dict(payload or {})
        super().__init__(str(self.text))


class NotFound(JournalError):
    """The thing is not there, or not for this person (both look alike)."""

    status = 404
    default = _l("This page or record does not exist.")


class Forbidden(JournalError):
    """The person may see the thing but not do this to it."""

    status = 403
    default = _l("You have no right to do this.")


class Conflict(JournalError):
    """Somebody else changed it meanwhile; `payload` has the other's value [J10]."""

    status = 409
    default = _l("Somebody else has changed this meanwhile.")


class TooLarge(JournalError):
    """The file or form is larger than the school allows."""

    status = 413
    default = _l("The file is too large.")


class Refused(JournalError):
    """The rules say no: carries every fault that was found."""

    status = 422
    default = _l("This cannot be saved.")

    def __init__(self, faults: Sequence[Fault] | str) -> None:
        self.faults = [Fault(faults)] if isinstance(faults, str) else list(faults)
        super().__init__(" ".join(str(fault.text) for fault in self.faults))


class Unconfirmed(JournalError):
    """It may be written when the person says yes to the question in `text`."""

    status = 428


def refuse_if(faults: Sequence[Fault]) -> None:
    """Raise `Refused` with all faults, if there are any."""
    if faults:
        raise Refused(faults)
