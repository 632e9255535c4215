"""Every page the application registers: what the browser may run of it, and who may send a form.

Found from the URL map: a new page is tried without being named here.
"""

import re

import pytest

from app.accounts.roles import ROLES
from tests.factories import make_user

_SCRIPT = re.compile(r"<script\b([^>]*)>")
_HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE)
_OUTSIDE = re.compile(r"<[a-z][^>]*\s(?:src|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)


def addresses(app, method: str) -> list[str]:
    """Routes that take the method; a number stands for what they are about."""
    return sorted(
        re.sub(r"<[^>]*>", "1", rule.rule)
        for rule in app.url_map.iter_rules()
        if method in rule.methods and rule.endpoint != "static" and "logout" not in rule.rule
    )


@pytest.mark.req("P7")
def test_no_page_has_a_script_of_its_own_or_from_outside(sqlite_app, login):
    client = login(make_user(*ROLES))
    pages, wrong = 0, []
    for address in addresses(sqlite_app, "GET"):
        answer = client.get(address)
        if answer.mimetype != "text/html" or answer.status_code in {301, 302}:
            continue
        pages += 1
        policy, text = answer.headers.get("Content-Security-Policy", ""), answer.text
        scripts = policy.partition("script-src")[2].partition(";")[0]
        unnamed = [one for one in _SCRIPT.findall(text) if "nonce=" not in one]
        if (
            not scripts.strip()
            or "unsafe" in scripts
            or answer.headers.get("X-Content-Type-Options") != "nosniff"
            or unnamed
            or _HANDLER.search(text)
            or _OUTSIDE.search(text)
        ):
            wrong.append((address, scripts, unnamed[:1]))
    assert (wrong, pages > 100) == ([], True)


@pytest.mark.req("P7")
def test_no_form_is_taken_without_its_token(sqlite_app, login):
    client = login(make_user(*ROLES))
    taken = {
        address: status
        for address in addresses(sqlite_app, "POST")
        if (status := client.post(address).status_code) != 400
    }
    assert taken == {}
