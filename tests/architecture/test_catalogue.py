"""Everything a person sees is Russian: the catalogue is complete, and pages show no English."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
import wtforms
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from app.accounts.roles import ROLES
from tests.architecture.test_doors import addresses
from tests.factories import make_user

ROOT = Path(__file__).parents[2]
WORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
FORMS = Path(wtforms.__file__).parent
# Of WTForms: what its own programmers see, and checks that no form here makes.
NOT_SEEN = re.compile(
    r"IP address|Mac address|URL|UUID|Choices cannot|field name|one of:|any of:|edited|disabled"
    r"|Invalid CSRF|CSRF token expired"
)
# Of the framework: what it still says by itself.
SAID_BY_FRAMEWORK = ["Access is Denied"]


def texts_of(path: Path) -> Iterator[str | tuple[str, ...]]:
    """The msgids of a file, plural ones as pairs."""
    template = path.suffix == ".html"
    method = "jinja2.ext:babel_extract" if template else "python"
    options = {"extensions": "jinja2.ext.i18n,jinja2.ext.do"} if template else {}
    for _line, text, _comments, _context in extract_from_file(
        method, path, keywords=WORDS, options=options
    ):
        yield text


@cache
def used() -> set[str | tuple[str, ...]]:
    """Every msgid that the product shows."""
    own = [*(ROOT / "app").rglob("*.py"), *(ROOT / "app").rglob("*.html")]
    borrowed = [*FORMS.rglob("validators.py"), *(FORMS / "fields").glob("*.py")]
    texts = {text for path in own for text in texts_of(path)}
    texts |= {t for path in borrowed for t in texts_of(path) if not NOT_SEEN.search(str(t))}
    return texts | set(SAID_BY_FRAMEWORK)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (ROOT / "translations/ru/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="ru")


def found(catalogue: Catalog, text: str | tuple[str, ...]) -> Message | None:
    return catalogue.get(text if isinstance(text, str) else text[0])


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_every_text_has_a_russian_translation(catalogue):
    missing = [
        text
        for text in used()
        if (message := found(catalogue, text)) is None or not all(translations(message))
    ]
    assert sorted(map(str, missing)) == []


def test_no_translation_is_a_guess(catalogue):
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_placeholders_are_the_same(catalogue):
    placeholder = re.compile(r"%\((\w+)\)[sd]")
    wrong = []
    for message in catalogue:
        if message.id:
            first = message.id if isinstance(message.id, str) else message.id[-1]
            wanted = set(placeholder.findall(first))
            wrong += [
                first for text in translations(message) if set(placeholder.findall(text)) != wanted
            ]
    assert wrong == []


def test_the_catalogue_compiles(catalogue):
    """What `make setup` would stop at."""
    assert [(message.id, errors) for message, errors in catalogue.check()] == []


def test_plurals_have_the_three_russian_forms(catalogue):
    plurals = [message for message in catalogue if isinstance(message.id, tuple)]
    assert {len(translations(message)) for message in plurals} == {3}
    for text in used():
        if isinstance(text, tuple):
            assert isinstance(catalogue.get(text[0]).id, tuple)


class Seen(HTMLParser):
    """The texts of a page that a person sees or hears."""

    SHOWN = {"title", "aria-label", "placeholder", "alt", "data-confirm", "data-label"}
    SILENT = {"script", "style", "code"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self.inside.append(tag)
        self.texts += [value for name, value in attrs if name in self.SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.texts.append(data)


# Names that Russian speech writes in Latin letters.
LATIN = {
    "Excel",
    "Word",
    "PowerPoint",
    "LibreOffice",
    "XLSX",
    "ZIP",
    "CSV",
    "XML",
    "PDF",
    "JPG",
    "PNG",
    "Ctrl",
    "Enter",
    "Shift",
    "Tab",
    "Delete",
    "aSc",
    "Timetables",
    "Backspace",
    "Esc",
    "TimeTableExchange",
    "user",
    "Alt",
    "Home",
    "End",
    "PageUp",
    "PageDown",
}


def english(page: str) -> set[str]:
    texts = (re.sub(r"(/[\w.-]+)+", "", text) for text in Seen(page).texts)  # without paths
    words = {word for text in texts for word in re.findall(r"[A-Za-z]{3,}", text)}
    return words - LATIN


def test_pages_show_no_english(school, sqlite_app, login):
    client = login(make_user(*ROLES, username="user"))
    shown = {}
    for path in addresses(sqlite_app, "GET"):
        answer = client.get(path)
        if (
            answer.status_code != 302
            and answer.mimetype == "text/html"
            and (words := english(answer.text))
        ):
            shown[path] = words
    assert shown == {}
