"""Backups as files: made, encrypted, opened, and how many are kept.

A backup is a `.tar.gz` with `manifest.json`, `database` (an SQLite file or a dump of `pg_dump`) and
`files/`. With a password it is a `.tar` of two files of the age format: `key.age`, opened with the
password, holds the key of `backup.age`; the program `age` opens them too.
"""

import datetime as dt
import fcntl
import hashlib
import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pyrage
from flask_babel import gettext as _
from sqlalchemy import URL

from app.core.backup.databases import Contents, contents_of, dump, load
from app.core.errors import Refused

# What is made again or goes by itself; everything else in the instance folder is kept.
_PASSING = frozenset({"backups", "forms", "jobs", "previews"})
_NAME = "zhurnal-*.tar*"


@dataclass(frozen=True)
class Place:
    """An installation: its database and the folder of everything else."""

    url: URL
    folder: Path

    @property
    def kind(self) -> str:
        """The kind of database; a backup fits the same kind."""
        return self.url.get_backend_name()

    def files(self) -> list[Path]:
        """What people brought, and the secret key; not the database, nor what is made again."""
        own = Path(self.url.database or "").resolve() if self.kind == "sqlite" else None
        found = [path for path in sorted(self.folder.rglob("*")) if path.is_file()]
        return [
            path
            for path in found
            if path.relative_to(self.folder).parts[0] not in _PASSING
            and not (own and path.resolve().as_posix().startswith(own.as_posix()))
        ]


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself; `sums` are SHA-256 by name in the archive."""

    made: str
    kind: str
    revision: str | None
    rows: dict[str, int]
    sums: dict[str, str]


def make_backup(place: Place, out: Path, password: str, now: dt.datetime) -> Path:
    """Write a backup into the folder `out` and return its file; half of one is never seen there."""
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=out) as name:
        work = Path(name)
        held = dump(place.url, work / "database")
        packed = _pack(place, work, held, now)
        ending = ".tar" if password else ".tar.gz"
        sealed = _sealed(packed, password) if password else packed
        made = out / f"zhurnal-{now:%Y-%m-%d-%H%M%S}{ending}"
        sealed.chmod(0o600)
        return sealed.rename(made)


def _pack(place: Place, work: Path, held: Contents, now: dt.datetime) -> Path:
    inside = {"database": work / "database"}
    inside |= {f"files/{path.relative_to(place.folder)}": path for path in place.files()}
    sums = {name: _sum(path) for name, path in inside.items()}
    manifest = Manifest(now.isoformat(), place.kind, held.revision, held.rows, sums)
    words = work / "manifest.json"
    words.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")
    packed = work / "backup.tar.gz"
    with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
        for name, path in {"manifest.json": words, **inside}.items():
            archive.add(path, name)
    return packed


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sealed(packed: Path, password: str) -> Path:
    """The archive for whoever knows the password: a key of its own, opened with the password."""
    identity = pyrage.x25519.Identity.generate()
    key, body = packed.with_name("key.age"), packed.with_name("backup.age")
    key.write_bytes(pyrage.passphrase.encrypt(str(identity).encode(), password))
    pyrage.encrypt_file(str(packed), str(body), [identity.to_public()])
    sealed = packed.with_name("sealed.tar")
    with tarfile.open(sealed, "w") as archive:
        for path in (key, body):
            archive.add(path, path.name)
    return sealed


def restore(file: Path, place: Place, password: str) -> Manifest:
    """Fill an empty installation from a backup; what it should hold now.

    Refused where something is there already, and where the file is damaged or of another kind:
    then nothing is written.
    """
    if contents_of(place.url).rows:
        raise Refused(_("There is a database already: a backup is restored into an empty place."))
    with tempfile.TemporaryDirectory(prefix="journal-restore-") as name:
        work = Path(name)
        manifest = _opened(file, work, password)
        if manifest.kind != place.kind:
            raise Refused(
                _("The backup is of another kind of database: %(kind)s.", kind=manifest.kind)
            )
        load(place.url, work / "database")
        _put_files(work / "files", place.folder)
    return manifest


def _opened(file: Path, work: Path, password: str) -> Manifest:
    """Unpack into the folder, and compare each file with its sum."""
    try:
        _unpack(_unsealed(file, work, password), work)
        manifest = Manifest(**json.loads((work / "manifest.json").read_text("utf-8")))
        whole = all(_sum(work / name) == wanted for name, wanted in manifest.sums.items())
    except (OSError, tarfile.TarError, EOFError, ValueError, TypeError) as error:
        raise Refused(_("The backup is damaged.")) from error
    if not whole:
        raise Refused(_("The backup is damaged."))
    return manifest


def _unsealed(file: Path, work: Path, password: str) -> Path:
    if not is_sealed(file):
        return file
    _unpack(file, work)
    try:
        key = pyrage.passphrase.decrypt((work / "key.age").read_bytes(), password)
    except pyrage.DecryptError as error:
        raise Refused(_("The password of the backup is wrong.")) from error
    packed = work / "backup.tar.gz"
    try:
        identity = pyrage.x25519.Identity.from_str(key.decode())
        pyrage.decrypt_file(str(work / "backup.age"), str(packed), [identity])
    except pyrage.DecryptError as error:
        raise Refused(_("The backup is damaged.")) from error
    return packed


def is_sealed(file: Path) -> bool:
    """True when the backup asks for a password."""
    return file.suffix == ".tar"


def _unpack(file: Path, work: Path) -> None:
    with tarfile.open(file) as archive:
        archive.extractall(work, filter="data")


def _put_files(files: Path, folder: Path) -> None:
    for path in sorted(files.rglob("*")):
        if path.is_file():
            goal = folder / path.relative_to(files)
            goal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            goal.write_bytes(path.read_bytes())
            goal.chmod(0o600)


@dataclass(frozen=True)
class Backup:
    """A backup in a folder: its name, when it was made, its size in megabytes."""

    name: str
    made: dt.datetime
    megabytes: float


def backups(out: Path) -> list[Backup]:
    """The backups in the folder, the latest first."""
    found = [(path.name, path.stat()) for path in sorted(out.glob(_NAME), reverse=True)]
    return [
        Backup(name, dt.datetime.fromtimestamp(facts.st_mtime, dt.UTC), facts.st_size / 2**20)
        for name, facts in found
    ]


def newest(out: Path) -> dt.datetime | None:
    """When the newest backup in the folder was made; none there: None."""
    return max((one.made for one in backups(out)), default=None)


def is_due(out: Path, hours: int, now: dt.datetime) -> bool:
    """True when the newest backup is as old as that; 0 hours: never."""
    last = newest(out)
    return bool(hours) and (last is None or now - last >= dt.timedelta(hours=hours))


def forget_old(out: Path, keep: int) -> None:
    """Leave the newest `keep` backups in the folder."""
    for one in backups(out)[keep:]:
        (out / one.name).unlink()


@contextmanager
def alone(out: Path) -> Iterator[bool]:
    """True for one process at a time; the lock ends with the process that holds it."""
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (out / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
