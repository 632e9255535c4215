"""Who acts: a plain, detached description of the person that operations get as an argument."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g


@dataclass(frozen=True)
class Actor:
    """A person with roles [P1]; ids of the records that the person is (None: is not one).

    `children` are the pupil ids whose guardian the person is [P5].
    """

    user_id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    staff_id: int | None = None
    pupil_id: int | None = None
    children: tuple[int, ...] = ()

    def has(self, *roles: str) -> bool:
        """True when the person holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)


NOBODY = Actor(user_id=None, name="")
SYSTEM = Actor(user_id=None, name="Командная строка", roles=frozenset({"admin"}))

_load: Callable[[], Actor] | None = None
_of_user: Callable[[int], Actor] | None = None


def set_loader(load: Callable[[], Actor], of_user: Callable[[int], Actor]) -> None:
    """Tell how the actor of a request, and that of a login, is found (at start)."""
    global _load, _of_user  # one loader per process, set at start
    _load, _of_user = load, of_user


def of_user(user_id: int) -> Actor:
    """The person of a login as they are now: who asked for work that is done later."""
    return _of_user(user_id) if _of_user else NOBODY


def current() -> Actor:
    """The actor of this request, loaded once; `NOBODY` before login."""
    if "actor" not in g:
        g.actor = _load() if _load else NOBODY
    actor: Actor = g.actor
    return actor
