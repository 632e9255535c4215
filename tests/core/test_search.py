"""Search and order of generated lists: in Russian, by declared columns, each request its own."""

import datetime as dt
import re
import threading
from decimal import Decimal
from urllib.parse import quote

import pytest
from flask_babel import gettext

from app.core.db import russian_order
from tests.core.library import Kind


def titles(page: str) -> list[str]:
    """The first column of the list."""
    return re.findall(r'href="/bookview/show/[^"]*">([^<]*)<', page)


def found(library, query: str) -> list[str]:
    answer = library.reader.get(f"/bookview/list/?{query}")
    assert answer.status_code == 200
    return titles(answer.text)


@pytest.fixture
def library(books):
    shelf = books.shelf("Полка")
    for title in ("ЁЛКА зелёная", "Абрикос", "елка сухая", "Жук", "Едок", "Ёж_100%"):
        books.book(title, shelf)
    return books


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("елка", ["ЁЛКА зелёная", "елка сухая"]),
        ("ЁЛКА", ["ЁЛКА зелёная", "елка сухая"]),
        ("зелен елк", ["ЁЛКА зелёная"]),
        ("абр", ["Абрикос"]),
        ("0%", ["Ёж_100%"]),
        ("_", ["Ёж_100%"]),
        ("' or 1=1 --", []),
    ],
)
def test_search_ignores_case_and_yo_and_takes_signs_as_they_are(library, text, expected):
    assert found(library, f"_flt_0_title={quote(text)}") == expected


def test_yo_has_its_place_in_the_alphabet(library):
    names = ["Абрикос", "Едок", "Ёж_100%", "ЁЛКА зелёная", "елка сухая", "Жук"]
    assert found(library, "") == sorted(names, key=russian_order)


def test_order_by_a_column_a_relation_and_a_dotted_column(books):
    ash, yew = books.shelf("Ясень"), books.shelf("Ель", open=True)
    books.book("Б", ash)
    books.book("А", yew)
    for column, expected in (("title", ["А", "Б"]), ("shelf", ["А", "Б"]), ("pages", ["Б", "А"])):
        assert found(books, f"_oc_BookView={column}&_od_BookView=asc") == expected
    assert found(books, "_oc_BookView=title&_od_BookView=desc") == ["Б", "А"]
    assert sorted(found(books, "_oc_BookView=shelf.open&_od_BookView=asc")) == ["А", "Б"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("_flt_0_kind=poems", ["Стихи"]),
        ("_flt_0_lent=y", ["Стихи"]),
        ("_flt_0_lent=n", ["Роман"]),
        ("_flt_1_bought=2026-09-02", ["Стихи"]),
        ("_flt_2_bought=2026-09-01", ["Роман"]),
        ("_flt_1_bought=01.09.2026&_flt_2_bought=02.09.2026", ["Роман", "Стихи"]),
        ("_flt_0_seen_at=2026-09-02", ["Роман"]),
        ("_flt_1_seen_at=2026-09-03", []),
        ("_flt_0_price=0,5", ["Стихи"]),
        ("_flt_0_pages=7", ["Стихи"]),
        ("_flt_0_title=&_flt_0_kind=", ["Роман", "Стихи"]),
    ],
)
def test_typed_searches(books, query, expected):
    shelf = books.shelf()
    late = dt.datetime(2026, 9, 1, 22, 30, tzinfo=dt.UTC)  # 2 September at the school
    books.book("Роман", shelf, bought=dt.date(2026, 9, 1), seen_at=late)
    books.book(
        "Стихи",
        shelf,
        kind=Kind.POEMS,
        lent=True,
        bought=dt.date(2026, 9, 2),
        price=Decimal("0.5"),
        pages=7,
    )
    assert found(books, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "_flt_0_secret=клад",  # a hidden column is not searched
        "_flt_0_code=1",
        "_flt_0_nothing=1",
        "_flt_7_title=а",
        "_oc_BookView=secret&_od_BookView=asc",  # nor sorted
        "_oc_BookView=nothing&_od_BookView=asc",
        "_oc_BookView=title&_od_BookView=aside",
        "psize_BookView=abc",
        "psize_BookView=-1",
        "page_BookView=x",
        "page_BookView=99999999999999999999",
        "_flt_0_kind=comics",
        "_flt_0_lent=maybe",
        "_flt_0_pages=many",
        "_flt_0_pages=99999999999999999999",
        "_flt_0_pages=nan",
        "_flt_1_bought=yesterday",
        "_flt_1_bought=31.02.2026",
    ],
)
@pytest.mark.parametrize("path", ["list/", "export"])
def test_a_wrong_address_is_a_400_in_russian(sqlite_books, path, query):
    answer = sqlite_books.reader.get(f"/bookview/{path}?{query}")
    assert (answer.status_code, "Traceback" in answer.text) == (400, False)


@pytest.mark.parametrize("key", ["abc", "0", "-1", "99999999999999999999", "1'--"])
def test_a_wrong_key_is_not_found(books, key):
    assert books.reader.get(f"/bookview/show/{key}").status_code == 404
    assert books.reader.get(f"/bookview/list/?_flt_0_shelf={key}").status_code == 404


def test_a_nul_character_is_refused_not_crashed_on(books):
    assert books.reader.get("/bookview/list/?_flt_0_title=%00").status_code in {200, 400}
    assert books.reader.get("/bookview/show/%00").status_code == 404


def test_searches_of_two_threads_do_not_mix(sqlite_books):
    shelf = sqlite_books.shelf()
    sqlite_books.book("Алгебра", shelf)
    sqlite_books.book("Ботаника", shelf)
    seen: dict[str, set[tuple[str, ...]]] = {"searching": set(), "plain": set()}

    def visit(who: str, query: str) -> None:
        client = sqlite_books.client(sqlite_books.reader_id)
        for _time in range(15):
            page = client.get(f"/bookview/list/?{query}").text
            filled = 'value="алг"' in page
            seen[who].add((*titles(page), str(filled)))

    threads = [
        threading.Thread(target=visit, args=(who, query))
        for who, query in (("searching", "_flt_0_title=алг"), ("plain", "")) * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {
        "searching": {("Алгебра", "True")},
        "plain": {("Алгебра", "Ботаника", "False")},
    }


def test_a_list_has_the_same_number_of_statements_at_1_and_30_rows(sqlite_books, statements):
    shelf = sqlite_books.shelf()
    counts = []
    for more in (1, 29):
        for number in range(more):
            sqlite_books.book(
                f"Том {number}", shelf if number % 2 else sqlite_books.shelf(f"{more}-{number}")
            )
        sent = statements()
        assert sqlite_books.reader.get("/bookview/list/?psize_BookView=100").status_code == 200
        counts.append(len(sent))
    # the login, its roles, the people it is; count and rows; the pick list of the search
    assert counts == [6, 6]


def test_a_long_pick_list_is_not_put_into_the_page(books):
    for number in range(61):
        books.shelf(f"Полка {number:02}")
    page = books.reader.get("/bookview/add").text
    assert ("Полка 07" in page, 'data-pick-url="/bookview/pick/add/shelf"' in page) == (False, True)
    first = books.reader.get("/bookview/pick/add/shelf").json
    assert (len(first["results"]), first["pagination"]["more"]) == (60, True)
    rest = books.reader.get("/bookview/pick/add/shelf?page_pick=1").json
    assert ([row["text"] for row in rest["results"]], rest["pagination"]["more"]) == (
        ["Полка 60"],
        False,
    )
    typed = books.reader.get("/bookview/pick/add/shelf?q=полка+07").json["results"]
    assert [row["text"] for row in typed] == ["Полка 07"]


@pytest.mark.parametrize("address", ["add/secret", "add/title", "other/shelf", "edit/nothing"])
def test_only_relations_of_the_form_can_be_picked_from(books, address):
    assert books.reader.get(f"/bookview/pick/{address}").status_code == 404


def test_picking_needs_the_right_of_the_form(books):
    books.forbid("teacher", "BookView", "can_add")
    assert books.reader.get("/bookview/pick/add/shelf").status_code == 403
    assert books.client().get("/bookview/pick/add/shelf").status_code == 403


def test_an_empty_list_says_so_and_offers_to_add(books):
    page = books.reader.get("/bookview/list/").text
    assert (gettext("There are no records yet.") in page, "/bookview/add?next=" in page) == (
        True,
        True,
    )
    books.forbid("teacher", "BookView", "can_add")
    assert "/bookview/add" not in books.reader.get("/bookview/list/").text
