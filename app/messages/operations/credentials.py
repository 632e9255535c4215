"""Letters with a code [P6]: to the address of the person's own card only.

Activation codes are sent by who may give them, codes for a new password to who asks.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _

from app.accounts.enums import LoginOutcome
from app.accounts.operations import Slip, Visit, give_reset, record_try, take_requests
from app.accounts.queries import logins
from app.accounts.rules import code_shown
from app.classes.operations.codes import PersonSlip, give_slip, ticked_holders
from app.classes.queries import CodeHolder
from app.core.actor import Actor
from app.core.errors import Fault, Refused, refuse_if
from app.core.pages.display import shown
from app.messages.operations.outbox import post
from app.messages.queries import code_addresses, reset_addressees


@dataclass(frozen=True)
class Mailed:
    """How many people a letter goes to, and how many have no address."""

    sent: int
    without: int


def mail_codes(
    actor: Actor, *, class_id: int | None, keys: Collection[str], visit: Visit
) -> Mailed:
    """New codes by e-mail for the named people of a class (none: the staff) [P6].

    Who has no address on the card keeps the code given before. Raises as `ticked_holders`, and
    Refused without a mail server and for blocked logins.
    """
    chosen = ticked_holders(actor, class_id, keys, visit.now)
    if not current_app.config["SMTP_HOST"]:
        raise Refused([Fault(_("The school has no mail server: print slips."))])
    refuse_if(_blocked(chosen))
    addresses = code_addresses(chosen)
    reached = [one for one in chosen if one.key in addresses]
    slips = [give_slip(actor, one, visit.now) for one in reached]
    users = logins([one.person.user_id for one in reached])
    for one, slip in zip(reached, slips, strict=True):
        _mail_code(actor, users[one.person.user_id], slip, addresses[one.key], visit)
    return Mailed(len(reached), len(chosen) - len(reached))


def _blocked(chosen: Sequence[CodeHolder]) -> list[Fault]:
    users = logins([one.person.user_id for one in chosen if one.person.user_id is not None])
    blocked = {user.id for user in users.values() if not user.active}
    names = [one.name for one in chosen if one.person.user_id in blocked]
    if not names:
        return []
    text = _(
        "Blocked: %(names)s. Open these logins again or take their ticks off.",
        names=", ".join(names),
    )
    return [Fault(text)]


def _mail_code(actor: Actor, user: User, slip: PersonSlip, recipient: str, visit: Visit) -> None:
    post(
        recipient=recipient,
        subject=_("Your login to the school journal"),
        body=_code_letter(slip),
        now=visit.now,
        expires_at=slip.expires_at,
    )
    note = f"{recipient} ({actor.name})"
    record_try(user, name=user.username, outcome=LoginOutcome.MAILED, visit=visit, note=note)


def _code_letter(slip: PersonSlip) -> str:
    opening = _("You have a login to the electronic journal of the school.")
    ending = _("A code given to you before no longer works. Give this one to nobody.")
    return _letter(slip.name, opening, slip, f"{_journal()}/activate/#{slip.code}", ending)


def answer_requests(now: dt.datetime) -> None:
    """A chore: letters to those who forgot the password, where the address is known [P6]."""
    asked = take_requests(now)
    if not current_app.config["SMTP_HOST"]:
        return
    known = {user.id: (user, at) for name in asked for user, at in reset_addressees(name)}
    for user, address in known.values():
        _mail_reset(user, address, now)


def _mail_reset(user: User, recipient: str, now: dt.datetime) -> None:
    given = give_reset(user=user, now=now)
    post(
        recipient=recipient,
        subject=_("New password for the school journal"),
        body=_reset_letter(user, given),
        now=now,
        expires_at=given.expires_at,
    )
    visit = Visit("", "", now)
    name = user.username
    record_try(user, name=name, outcome=LoginOutcome.MAILED, visit=visit, note=recipient)


def _reset_letter(user: User, given: Slip) -> str:
    opening = _("Somebody asked for a new password for your login to the school journal.")
    ending = _("If it was not you, do nothing: the password stays as it is.")
    link = f"{_journal()}/login/password#{given.code}"
    return _letter(f"{user.last_name} {user.first_name}", opening, given, link, ending)


def _letter(name: str, opening: str, given: Slip | PersonSlip, link: str, ending: str) -> str:
    return "\n".join(
        (
            _("Hello, %(name)s!", name=name),
            "",
            opening,
            "",
            _("Address of the journal: %(address)s", address=_journal()),
            _("Login name: %(name)s", name=given.username),
            _("Code: %(code)s", code=code_shown(given.code)),
            "",
            _("Open this page and set your own password: %(link)s", link=link),
            _("The code works once, until %(moment)s.", moment=shown(given.expires_at)),
            ending,
        )
    )


def _journal() -> str:
    """Where the journal is: as the school says it, never as a request does."""
    return str(current_app.config["PUBLIC_URL"]).rstrip("/")
