"""Lists as files for Excel."""

import datetime as dt
from decimal import Decimal
from urllib.parse import unquote

import pytest

from tests.core.library import Kind


def lines(answer) -> list[list[str]]:
    """The cells of the file."""
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return [line.split(";") for line in answer.data.decode("utf-8-sig").split("\r\n")[:-1]]


def test_values_are_as_russian_excel_reads_them(books):
    books.book(
        "Роман",
        kind=Kind.NOVEL,
        lent=True,
        bought=dt.date(2026, 9, 1),
        seen_at=dt.datetime(2026, 9, 1, 5, 30, tzinfo=dt.UTC),
        opens=dt.time(9, 15),
        price=Decimal("-1250.50"),
        pages=7,
    )
    answer = books.reader.get("/bookview/export")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert unquote(answer.headers["Content-Disposition"]).startswith(
        "attachment; filename*=UTF-8''Журнал "
    )
    expected = "Роман;Классика;да;да;01.09.2026;01.09.2026 08:30;09:15;-1250,50;7;;да"
    assert lines(answer)[1] == expected.split(";")


@pytest.mark.parametrize("text", ["=1+1", "+7 900", "-x", "@sum"])
def test_a_text_is_never_calculated(sqlite_books, text):
    sqlite_books.book(text)
    assert lines(sqlite_books.reader.get("/bookview/export"))[1][0] == f"'{text}"


def test_the_file_follows_search_and_order_and_has_every_page(books):
    shelf = books.shelf()
    for number in range(130):
        books.book(f"Том {number:03}", shelf, lent=number % 2 == 0)
    answer = books.reader.get(
        "/bookview/export?_flt_0_lent=y&_oc_BookView=title&_od_BookView=desc&page_BookView=1"
    )
    assert [row[0] for row in lines(answer)[1:]] == [f"Том {n:03}" for n in range(128, -1, -2)]


def test_hidden_columns_are_not_in_the_file(books):
    books.book("Роман", secret="клад")
    assert "клад" not in books.librarian.get("/bookview/export").data.decode()


def test_export_needs_its_own_right(sqlite_books):
    sqlite_books.forbid("teacher", "BookView", "can_export")
    assert sqlite_books.reader.get("/bookview/export").status_code == 403
    assert "/bookview/export" not in sqlite_books.reader.get("/bookview/list/").text


def test_export_has_the_same_number_of_statements_at_1_and_30_rows(sqlite_books, statements):
    counts = []
    for more in (1, 29):
        for number in range(more):
            sqlite_books.book(f"Том {number}", sqlite_books.shelf(f"{more}-{number}"))
        sent = statements()
        assert sqlite_books.reader.get("/bookview/export").status_code == 200
        counts.append(len(sent))
    assert counts == [4, 4]
