"""Forms of the coming days in a folder, so that they are there when the server is not [U2]."""

import datetime as dt
import logging
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.core.actor import Actor
from app.outages.access import require_may_prepare
from app.outages.enums import Filling, Paper
from app.outages.paper.issue import issued
from app.outages.queries import forms as queries
from app.outages.queries.forms import ClassSpan, Scope

USUAL_DAYS = 5
_log = logging.getLogger(__name__)


@dataclass
class Prepared:
    """What came of it: files that were written, and classes that failed with the reason."""

    written: list[Path] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def prepare(
    actor: Actor,
    days: int,
    folder: Path,
    *,
    way: str,
    now: dt.datetime,
    each: Callable[[Collection[ClassSpan]], Iterable[ClassSpan]] = iter,
) -> Prepared:
    """Write the forms of the next `days` school days, one file for each class [U2].

    A class that fails does not keep the others from getting theirs. `each` hands the classes on
    one by one, for a progress.
    """
    require_may_prepare(actor)
    report = Prepared()
    for span in each(queries.coming_days(actor, days, today=now.date())):
        try:
            report.written.append(write_class(actor, span, folder, way=way, now=now))
        except Exception as error:  # noqa: BLE001  # whatever it is, the others need their paper
            _log.exception("forms of class %s", span.class_name)
            report.failed.append((span.class_name, str(error) or type(error).__name__))
    return report


def write_class(actor: Actor, span: ClassSpan, folder: Path, *, way: str, now: dt.datetime) -> Path:
    """Write the forms of a class into the folder and return the file; an older one is replaced."""
    require_may_prepare(actor)
    scope = Scope(span.first, span.last, class_id=span.class_id)
    _form, pdf = next(issued(actor, scope, Filling.PREFILLED, Paper.A4_LANDSCAPE, way=way, now=now))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(span.class_id, span.class_name)
    write_whole(path, pdf)
    return path


def file_name(class_id: int, class_name: str) -> str:
    """«Временный журнал 7А.pdf»; a name that no file can have is told apart by the class's key."""
    plain = re.sub(r"[^\w .()-]", "_", class_name).strip(" .")
    key = "" if plain == class_name else f" {class_id}"
    return f"Временный журнал {plain}{key}.pdf"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it, a power cut included."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o640)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
