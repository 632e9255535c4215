"""Names and passwords of logins [P7]."""

import re

from flask_babel import lazy_gettext as _l

from app.accounts.guessed import is_common
from app.core.errors import Fault

SHORTEST_PASSWORD = 8
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_LETTERS = (
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f "
    "х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya"
)
_LATIN = dict(pair.split("=") for pair in _LETTERS.split())


def name_faults(name: str) -> list[Fault]:
    """A login name is typed on every keyboard: small Latin letters, digits, dot, dash."""
    if _NAME.fullmatch(name):
        return []
    text = _l("3 to 40 small Latin letters, digits, dots or dashes, without spaces.")
    return [Fault(text, "username")]


def password_faults(password: str, name: str) -> list[Fault]:
    """A password is long enough, not the login, and nothing that everybody tries first [P7]."""
    if len(password) < SHORTEST_PASSWORD:
        text = _l("The password needs at least %(count)s characters.", count=SHORTEST_PASSWORD)
    elif _bare(name) and _bare(name) in _bare(password):
        text = _l("The password must not contain the login.")
    elif is_common(password):
        text = _l("Everybody tries this password first: choose another one.")
    else:
        return []
    return [Fault(text, "password")]


def _bare(text: str) -> str:
    """Letters and digits only: «ivanova.a» and «Ivanova-A» are one."""
    return "".join(char for char in text.lower() if char.isalnum())


def role_faults(roles: frozenset[str], known: frozenset[str]) -> list[Fault]:
    """A login has at least one role, and only roles that exist [P1]."""
    if roles and roles <= known:
        return []
    return [Fault(_l("Choose at least one role."), "roles")]


def last_admin_faults(*, admins_left: int) -> list[Fault]:
    """The journal never stays without an active administrator."""
    if admins_left:
        return []
    return [Fault(_l("At least one active administrator must remain."), "roles")]


def suggested_name(last_name: str, first_name: str) -> str:
    """«Щукина Анна» → «shchukina.a»: a login name to begin with."""
    words = ["".join(_LATIN.get(c, c) for c in word.lower()) for word in (last_name, first_name)]
    last, first = (re.sub(r"[^a-z0-9]", "", word) for word in words)
    return f"{last}.{first[:1]}".strip(".")[:36]
