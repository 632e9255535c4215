"""A calendar as iCalendar text (RFC 5545), as far as lessons need it [M5].

A library would read and write all of the standard; lessons need one kind of component with eight
properties, so its forty lines stand here.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WIDEST = 75  # octets in a line
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """Something in a calendar: from `starts` to `ends` (with a zone), or all of the day `on`.

    `version` grows with each change, so that calendars take the new one.
    """

    key: str
    on: dt.date
    starts: dt.datetime | None
    ends: dt.datetime | None
    title: str
    place: str = ""
    words: str = ""
    cancelled: bool = False
    version: int = 1


def calendar_text(name: str, events: Iterable[Event], now: dt.datetime) -> str:
    """The calendar `name` with its events as it is at the moment `now`."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Школьный журнал//RU",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        "X-PUBLISHED-TTL:PT1H",
        *(line for event in events for line in _event(event, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(event: Event, now: dt.datetime) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{event.key}", f"DTSTAMP:{_moment(now)}")
    if event.starts and event.ends:
        yield from (f"DTSTART:{_moment(event.starts)}", f"DTEND:{_moment(event.ends)}")
    else:
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"SEQUENCE:{event.version}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    texts = {"SUMMARY": event.title, "LOCATION": event.place, "DESCRIPTION": event.words}
    yield from (f"{key}:{_escaped(text)}" for key, text in texts.items() if text)
    yield "END:VEVENT"


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """Parts of at most 75 octets, no character torn; each but the first begins with a space."""
    part, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _WIDEST:
            yield part
            part, size = " ", 1
        part, size = part + char, size + width
    yield part
