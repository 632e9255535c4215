"""Kinds of long work: what runs, and what it is given."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from app.core.actor import Actor

_T = TypeVar("_T")


class Stopped(Exception):  # not an error: the owner cancelled
    """The work is to end where it is."""


@dataclass
class Run:
    """One run of a job: for whom, where its file goes, how far it is."""

    actor: Actor
    out: Path
    stop: Event = field(default_factory=Event)
    done: int = 0
    total: int = 0
    words: str = ""

    def progress(self, done: int, total: int, words: str = "") -> None:
        """Say how far the work is; ends it when the owner has cancelled."""
        if self.stop.is_set():
            raise Stopped
        self.done, self.total, self.words = done, total, words[:1000]

    def each(self, things: Collection[_T], words: Callable[[_T], str] = str) -> Iterator[_T]:
        """The things one by one, with the progress."""
        for done, thing in enumerate(things):
            self.progress(done, len(things), words(thing))
            yield thing


@dataclass(frozen=True)
class Made:
    """What came of it: words for the page, the name of the file in `run.out`, a page to open."""

    words: str = ""
    file: str = ""
    address: str = ""


@dataclass(frozen=True)
class Kind:
    """A registered kind of long work."""

    code: str
    title: Any
    work: Callable[..., Made]


KINDS: dict[str, Kind] = {}


def long_work(code: str, title: Any) -> Callable[[Callable[..., Made]], Kind]:
    """Register a function `(run, **params) -> Made` under a code that stays the same for good."""

    def register(work: Callable[..., Made]) -> Kind:
        KINDS[code] = Kind(code, title, work)
        return KINDS[code]

    return register
