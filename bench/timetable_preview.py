"""Preview of a timetable file: seconds and peak memory, into an empty school and a full one.

Usage: python -m bench.timetable_preview FILE
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from flask_migrate import upgrade

from app import create_app
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from app.exchange.timetable.detect import read_timetable
from app.exchange.timetable.operations import import_timetable
from app.exchange.timetable.queries import preview_timetable

_TIMES = 5


def _preview(data: bytes) -> tuple[float, int]:
    started = time.perf_counter()
    change = preview_timetable(read_timetable(data), today=clock.today())
    return time.perf_counter() - started, change.changed


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(path: str) -> None:
    """Print the median of five previews before and after the commit, the commit, the memory."""
    data = Path(path).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/journal.db", INSTANCE_DIR=folder
        )
        with app.app_context():
            upgrade()
            start = _peak()
            for state in ("empty school", "same timetable"):
                runs = sorted(_preview(data) for _ in range(_TIMES))
                seconds, changed = runs[_TIMES // 2]
                print(
                    f"preview, {state}: {seconds:.2f} s, {changed} changes, peak {_peak():.0f} MB"
                )
                if not changed:
                    break
                started = time.perf_counter()
                with unit_of_work("import", SYSTEM):
                    import_timetable(
                        SYSTEM,
                        document=read_timetable(data),
                        today=clock.today(),
                        accept_clashes=True,
                    )
                print(f"commit: {time.perf_counter() - started:.2f} s")
            print(f"peak before the first preview: {start:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1])
