"""The real server and the floor's, each as `make run` starts it: gunicorn in its own process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_START = 60  # seconds that a server may take to answer


@contextmanager
def serving(command: list[str], url: str, folder: Path, ready: str) -> Iterator[int]:
    """The port of a server with the database `url`; `ready` is a path that answers 200."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "DATABASE_URL": url,
        "INSTANCE_DIR": str(folder),
        "PORT": str(port),
        "DEMO": "0",
        "CHORES_SECONDS": "0",
        "LOGIN_RATE": "1000000 per minute",
    }
    log = folder / f"{port}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=_ROOT,
            env={**os.environ, **settings},
            stdout=output,
            stderr=output,
        )
        try:
            _wait(port, ready, process, log)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(port: int, ready: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", ready)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")
