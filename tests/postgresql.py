"""A PostgreSQL server of the tests' own: started in a temporary folder, gone afterwards.

`TEST_POSTGRESQL_URL` names another server to use instead (it may create databases).
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = (
    "PostgreSQL is missing: install Debian's package «postgresql» (apt-get install postgresql)"
)


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    path = str(found[0]) if found else shutil.which(name)
    if not path:
        raise RuntimeError(MISSING)
    return path


def _run(*command: str, cwd: str) -> None:
    """Run as an unprivileged user: the server refuses to run as root."""
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    subprocess.run(
        command,
        check=True,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=[] if user else None,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running server, without a database name."""
    if url := os.environ.get("TEST_POSTGRESQL_URL"):
        yield url.rstrip("/")
        return
    folder = tempfile.mkdtemp(prefix="journal-pg-")
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, port = f"{folder}/data", _free_port()
    _run(
        _program("initdb"),
        *("-D", data, "-U", "journal", "-A", "trust", "-E", "UTF8"),
        *("--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        cwd=folder,
    )
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        " -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"
    )
    log = f"{folder}/log"
    _run(_program("pg_ctl"), "-D", data, "-o", options, "-l", log, "-w", "start", cwd=folder)
    try:
        yield f"postgresql+psycopg://journal@127.0.0.1:{port}"
    finally:
        _run(_program("pg_ctl"), "-D", data, "-m", "immediate", "stop", cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)
