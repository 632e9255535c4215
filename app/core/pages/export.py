"""A list as a file that Russian Excel opens."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from flask import Response, stream_with_context

from app.core import clock
from app.core.sheet import csv_lines


def csv_file(title: str, labels: Sequence[str], lines: Iterable[Sequence[Any]]) -> Response:
    """The answer with the lines, sent while they are read."""
    answer = Response(stream_with_context(csv_lines(labels, lines)), mimetype="text/csv")
    name = f"{title} {clock.today():%d.%m.%Y}.csv"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
