"""What a page of results says of the machine and of the day."""

import datetime as dt
import os
import platform
import time
from typing import Any


def facts() -> dict[str, Any]:
    """`day`, `cores`, `python`, `load` before the run, and `pace`, see there."""
    return {
        "day": f"{dt.datetime.now(dt.UTC):%d.%m.%Y}",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "pace": pace(),
    }


def pace() -> float:
    """Seconds of processor that ten million additions take: how busy the machine is."""
    started, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - started
