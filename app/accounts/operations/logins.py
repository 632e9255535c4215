"""Logins: made, changed and blocked by the administrator, used by their owners [P6 P7]."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from werkzeug.security import check_password_hash, generate_password_hash

from app.accounts import queries, rules
from app.accounts.access import require_may_manage_logins
from app.accounts.models import PasswordReset
from app.accounts.operations.entering import end_sessions
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Forbidden, NotFound, Refused, refuse_if


def add_login(
    actor: Actor,
    *,
    username: str,
    password: str,
    last_name: str,
    first_name: str,
    roles: Collection[str],
) -> User:
    """Make a login [P6]; raises Forbidden, and Refused with every fault."""
    require_may_manage_logins(actor)
    name = username.strip().lower()
    known = queries.roles_by_code()
    faults = rules.name_faults(name) + rules.password_faults(password, name)
    faults += rules.role_faults(frozenset(roles), frozenset(known))
    if queries.login_by_name(name):
        faults.append(Fault(_l("This login name is taken."), "username"))
    refuse_if(faults)
    user = User(
        username=name,
        email=f"{name}@school.local",  # the framework asks for one; nothing is ever sent there
        last_name=last_name.strip(),
        first_name=first_name.strip(),
        active=True,
        password=hashed(password),
        roles=[known[role] for role in roles],
    )
    db.session.add(user)
    return user


def add_login_for(
    actor: Actor, *, person: Any, username: str, password: str, roles: Collection[str]
) -> User:
    """Give a pupil, guardian or member of staff a login [P6].

    Without a password the person joins the login that is there already: one person has one
    login, also a teacher who is a parent [P7].
    """
    require_may_manage_logins(actor)
    if person.user_id is not None:
        raise Refused([Fault(_l("This person has a login already."))])
    if password:
        names = {"last_name": person.last_name, "first_name": _given_names(person)}
        user = add_login(actor, username=username, password=password, roles=roles, **names)
    else:
        user = _joined(username, roles)
    db.session.flush()  # the new login gets its id
    person.user_id = user.id
    return user


def _given_names(person: Any) -> str:
    return f"{person.first_name} {person.middle_name}".strip()


def _joined(username: str, roles: Collection[str]) -> User:
    """The login that is there, with these roles added."""
    user = queries.login_by_name(username)
    if user is None:
        raise Refused([Fault(_l("There is no such login: give a password."), "username")])
    known = queries.roles_by_code()
    refuse_if(rules.role_faults(frozenset(roles), frozenset(known)))
    user.roles = list({*user.roles, *(known[role] for role in roles)})
    return user


def proposed_password() -> str:
    """A starting password that is easy to copy from paper: «kora-7314»."""
    letters = "".join(secrets.choice(part) for part in ("bdgklmnprstvz", "aeiou") * 2)
    return f"{letters}-{secrets.randbelow(9000) + 1000}"


def change_login(
    actor: Actor,
    *,
    user: User,
    last_name: str,
    first_name: str,
    roles: Collection[str],
    active: bool,
    now: dt.datetime,
) -> None:
    """Change the name, roles or block of a login [P6]; an active administrator must remain.

    Whoever is logged in with a login that is blocked is out at once [P7].
    """
    require_may_manage_logins(actor)
    known = queries.roles_by_code()
    faults = rules.role_faults(frozenset(roles), frozenset(known))
    if not active or "admin" not in roles:
        faults += rules.last_admin_faults(admins_left=queries.active_admins(besides=user.id))
    refuse_if(faults)
    user.last_name, user.first_name = last_name.strip(), first_name.strip()
    user.roles, user.active = [known[role] for role in roles], active
    if not active:
        end_sessions(user.id, now=now)


def set_password(actor: Actor, *, user_id: int, password: str, now: dt.datetime) -> User:
    """Give a login a new password; only the administrator may, for anybody [P6].

    Whoever is logged in there is logged out [P7].
    """
    require_may_manage_logins(actor)
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    refuse_if(rules.password_faults(password, user.username))
    _renew(user, password, now=now)
    return user


def set_by_code(user: User | None, password: str, *, now: dt.datetime) -> User:
    """Set the own password of whom a code has opened; nobody when it opened none [P6].

    Raises Refused for nobody and for a weak password.
    """
    if user is None:
        text = _l("This code is wrong, used or too old: ask for a new one.")
        raise Refused([Fault(text, "code")])
    refuse_if(rules.password_faults(password, user.username))
    _renew(user, password, now=now)
    return user


def _renew(user: User, password: str, *, now: dt.datetime, but: int | None = None) -> None:
    """The new password; a letter that would set another one is void, and who is inside is out."""
    user.password = hashed(password)
    db.session.execute(delete(PasswordReset).where(PasswordReset.user_id == user.id))
    end_sessions(user.id, now=now, but=but)


def change_own_password(
    actor: Actor, *, old: str, new: str, session_id: int | None, now: dt.datetime
) -> None:
    """A person replaces the own password, knowing the old one; other sessions end [P7]."""
    user = db.session.get(User, actor.user_id) if actor.user_id is not None else None
    if user is None:
        raise Forbidden
    faults = rules.password_faults(new, user.username)
    if not check_password_hash(user.password or "", old):
        faults.append(Fault(_l("The present password is wrong."), "old"))
    refuse_if(faults)
    _renew(user, new, now=now, but=session_id)


def is_owner(user: User | None, password: str) -> bool:
    """True when the login is active and the password right [P7].

    Takes as long for a name that is not there. Ask before the unit of work begins: while a
    hash is computed nobody should wait for the database.
    """
    usable = user is not None and bool(user.active) and bool(user.password)
    decoy = current_app.config["AUTH_DB_FAKE_PASSWORD_HASH_CHECK"]
    right = check_password_hash(user.password if user and usable else decoy, password)
    return usable and right


def hashed(password: str) -> str:
    """What is kept of a password."""
    method = current_app.config.get("FAB_PASSWORD_HASH_METHOD", "scrypt")
    return generate_password_hash(password, method=method)


def ensure_administrator(actor: Actor, *, username: str, password: str, now: dt.datetime) -> bool:
    """Make an administrator, or give an existing login the role, a new password and access again.

    For the command line of the server, when nobody can log in [P6]. True when it is a new login.
    """
    user = queries.login_by_name(username.strip().lower())
    if user is None:
        names = {"last_name": username, "first_name": ""}
        add_login(actor, username=username, password=password, roles=["admin"], **names)
        return True
    set_password(actor, user_id=user.id, password=password, now=now)
    user.active = True
    user.roles = list({*user.roles, queries.roles_by_code()["admin"]})
    return False
