"""A browser without a screen: keeps its connection and cookies; many of them at once."""

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from statistics import median, quantiles
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrf[-_]token"[^>]*?(?:value|content)="([^"]+)"')
_TIMEOUT = 60  # seconds


class Unexpected(Exception):
    """The server answered what the scenario does not measure."""


class Client:
    """One person at one browser."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.cookies = dict(cookies or {})
        self.connection = HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)

    def get(self, path: str) -> str:
        """The text of a page."""
        return self.ask("GET", path)

    def ask(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
    ) -> str:
        """The answer to a request; Unexpected unless it is 200 or a redirect."""
        answer, text = self._exchange(method, path, body, {**(headers or {}), **self._cookie()})
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        if answer.status not in {200, 302, 303}:
            raise Unexpected(f"{method} {path}: {answer.status} {text[:300]}")
        return text

    def log_in(self, login: str, password: str) -> None:
        """As a person does: the form, then the post."""
        token = token_of(self.get("/login/"))
        form = urlencode({"username": login, "password": password, "csrf_token": token})
        self.ask("POST", "/login/", form, {"Content-Type": "application/x-www-form-urlencoded"})

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}

    def _exchange(
        self, method: str, path: str, body: str, headers: Mapping[str, str]
    ) -> tuple[HTTPResponse, str]:
        """The server may have closed the kept connection: then once more on a new one."""
        for last in (False, True):
            try:
                self.connection.request(method, path, body.encode() or None, dict(headers))
                answer = self.connection.getresponse()
                return answer, answer.read().decode()
            except (HTTPException, ConnectionError):
                self.connection.close()
                if last:
                    raise
        raise AssertionError


def token_of(page: str) -> str:
    """The CSRF token in a page's form or head."""
    found = _TOKEN.search(page)
    if not found:
        raise Unexpected("no CSRF token in the page")
    return found[1]


@dataclass(frozen=True)
class Times:
    """Seconds of each request, and of all of them together."""

    each: tuple[float, ...]
    whole: float

    @property
    def median(self) -> float:
        """Milliseconds that half of the requests stay below."""
        return median(self.each) * 1000

    @property
    def p95(self) -> float:
        """Milliseconds that 95 of 100 requests stay below."""
        return quantiles(self.each, n=20)[-1] * 1000 if len(self.each) > 1 else self.median

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.each) / self.whole


def together(actions: list[Callable[[], None]], seconds: float, most: int) -> Times:
    """Each action by a client of its own, again and again, for so long and at most so often."""
    each: list[float] = []
    failures: list[BaseException] = []
    until = time.monotonic() + seconds
    often = max(2, most // len(actions))

    def work(action: Callable[[], None]) -> None:
        try:
            for _ in range(often):
                started = time.perf_counter()
                action()
                each.append(time.perf_counter() - started)
                if time.monotonic() > until:
                    return
        except Exception as failure:  # noqa: BLE001  # told below, by the thread that waits
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(action,)) for action in actions]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return Times(tuple(each), time.perf_counter() - started)
