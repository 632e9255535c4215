"""Generated forms: what they show, what they save, and how they refuse."""

import datetime as dt
from decimal import Decimal

import pytest
from flask_babel import gettext
from sqlalchemy import delete

from app.core.db import db
from app.core.errors import Conflict
from app.core.pages.door import enter
from app.core.pages.storing import linked_tables
from tests.core.library import Book, Kind


@pytest.fixture
def send(books, token):
    """`send(path, **values)` posts a form of the librarian with its token."""

    def post(path: str, **values):
        return books.librarian.post(path, data={"csrf_token": token(books.librarian), **values})

    return post


def every_value(shelf) -> dict[str, object]:
    return {
        "title": "Война и мир",
        "shelf": shelf.id,
        "kind": "novel",
        "lent": "y",
        "bought": "2026-09-01",
        "seen_at": "2026-09-01T08:30",
        "opens": "09:15",
        "price": "1 250,50".replace(" ", ""),
        "pages": "3",
        "code": "А-1",
        "note": "Толстая книга",
    }


def test_every_kind_of_value_is_saved_and_shown_in_russian(books, send):
    assert send("/bookview/add", **every_value(books.shelf("Полка"))).status_code == 302
    book = books.only(Book)
    moment = dt.datetime(2026, 9, 1, 5, 30, tzinfo=dt.UTC)  # 8.30 at the school
    assert (book.kind, book.lent, book.bought, book.seen_at, book.opens, book.price) == (
        Kind.NOVEL,
        True,
        dt.date(2026, 9, 1),
        moment,
        dt.time(9, 15),
        Decimal("1250.50"),
    )
    for page in ("list/", f"show/{book.id}"):
        text = books.librarian.get(f"/bookview/{page}").text
        for shown in (">01.09.2026<", ">01.09.2026 08:30<", ">09:15<", ">1250,5<", ">да<"):
            assert shown in text


def test_the_form_of_a_row_shows_what_is_stored_and_saves_it_unchanged(books, send):
    send("/bookview/add", **every_value(books.shelf("Полка")))
    before = books.only(Book)
    page = books.librarian.get(f"/bookview/edit/{before.id}").text
    for shown in ('value="2026-09-01"', 'value="2026-09-01T08:30"', 'value="09:15"', "1250,5"):
        assert shown in page
    values = {**every_value(before.shelf), "seen": before.version}
    assert send(f"/bookview/edit/{before.id}", **values).status_code == 302
    after = books.fresh(before)
    assert (after.seen_at, after.price, after.opens) == (before.seen_at, before.price, before.opens)


def test_dates_have_the_browsers_own_fields(books):
    page = books.librarian.get("/bookview/add").text
    for kind in ("date", "datetime-local", "time"):
        assert f'type="{kind}"' in page
    assert "datepicker" not in page


def test_a_typed_russian_date_is_understood(books, send):
    values = {**every_value(books.shelf()), "bought": "01.09.2026", "seen_at": "01.09.2026 08:30"}
    assert send("/bookview/add", **values).status_code == 302
    assert books.only(Book).bought == dt.date(2026, 9, 1)


def test_a_box_that_is_not_ticked_is_saved_as_no(books, send):
    shelf = books.shelf("Полка", open=True)
    assert send(f"/shelfview/edit/{shelf.id}", name="Полка").status_code == 302
    assert books.fresh(shelf).open is False


def test_a_code_may_be_left_out_where_it_is_not_required(books, send):
    page = books.librarian.get("/bookview/add").text
    assert '<option selected value="">—</option>' in page
    answer = send("/bookview/add", title="Без вида", shelf=books.shelf().id, pages="1")
    assert (answer.status_code, books.only(Book).kind) == (302, None)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "This field is required."),
        ("title", "я" * 61, None),
        ("shelf", "", "This field is required."),
        ("shelf", "999", "Not a valid choice."),
        ("kind", "comics", "Invalid Choice: could not coerce."),
        ("bought", "31.02.2026", "Not a valid date value."),
        ("seen_at", "позавчера", "Not a valid datetime value."),
        ("opens", "25:00", "Not a valid time value."),
        ("price", "дорого", "Not a valid decimal value."),
        ("price", "99999999999", "A value is too long or too large."),
        ("pages", "много", "Not a valid integer value."),
        ("pages", "99999999999999999999", None),
        ("pages", "0", "These values do not fit together: check dates and numbers."),
    ],
)
def test_a_wrong_value_is_refused_in_russian_at_the_form(books, send, field, value, message):
    answer = send("/bookview/add", **{**every_value(books.shelf()), field: value})
    if message == "A value is too long or too large." and answer.status_code == 302:
        return  # SQLite keeps any number of digits
    assert answer.status_code == 422
    assert 'class="fault"' in answer.text or "alert-danger" in answer.text
    assert message is None or gettext(message) in answer.text
    assert books.count(Book) == 0
    for technical in ("sqlite3", "psycopg", "IntegrityError", "INSERT INTO"):
        assert technical not in answer.text


def test_a_second_row_with_a_unique_value_is_refused_at_its_field(books, send):
    books.book("Первая", code="А-1")
    answer = send("/bookview/add", **{**every_value(books.shelf("Другая")), "code": "А-1"})
    assert (answer.status_code, gettext("Already exists.") in answer.text) == (422, True)


def test_a_unique_value_of_a_row_that_one_does_not_see_is_refused_without_sql(books, token):
    books.book("Тайная", books.shelf("Закрытая", open=False), code="А-1")
    values = {**every_value(books.shelf("Открытая")), "csrf_token": token(books.reader)}
    answer = books.reader.post("/bookview/add", data=values)
    assert answer.status_code == 422
    assert gettext("Such a record is there already.") in answer.text
    assert "test_book" not in answer.text


def test_refused_faults_stand_at_their_fields_and_nothing_is_written(books, send):
    book = books.book("Было")
    values = {**every_value(book.shelf), "title": "Запрещено", "seen": book.version}
    answer = send(f"/bookview/edit/{book.id}", **values)
    assert answer.status_code == 422
    assert '<p class="fault" id="title-fault1">Так называть нельзя.</p>' in answer.text
    assert '<div class="alert alert-danger" role="alert"><p>Вообще нельзя.</p></div>' in answer.text
    assert 'value="Запрещено"' in answer.text
    stored = books.fresh(book)
    assert (stored.title, stored.version) == ("Было", 1)


def test_a_stale_form_overwrites_nothing_and_shows_both_values(books, send):
    book = books.book("Было")
    values = {**every_value(book.shelf), "seen": book.version}
    assert send(f"/bookview/edit/{book.id}", **{**values, "title": "Первый"}).status_code == 302
    late = send(f"/bookview/edit/{book.id}", **{**values, "title": "Второй"})
    assert (late.status_code, books.fresh(book).title) == (409, "Первый")
    assert gettext("Stored now: %(value)s", value="Первый") in late.text
    assert 'value="Второй"' in late.text
    seen = late.text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    again = send(f"/bookview/edit/{book.id}", **{**values, "title": "Второй", "seen": seen})
    assert (again.status_code, books.fresh(book).title) == (302, "Второй")


def test_a_form_without_the_version_seen_overwrites_nothing(books, send):
    book = books.book("Было")
    answer = send(f"/bookview/edit/{book.id}", **every_value(book.shelf))
    assert (answer.status_code, books.fresh(book).title) == (409, "Было")


def test_a_row_that_others_belong_to_is_not_deleted(books, send):
    book = books.book()
    answer = send(f"/shelfview/delete/{book.shelf_id}")
    assert answer.status_code == 302
    page = books.librarian.get("/shelfview/list/").text
    assert "Удалить нельзя: с записью «Классика» связаны другие: Журнал." in page
    assert books.fresh(book) is not None
    assert linked_tables(book.shelf) == ["test_book"]


def test_a_row_is_deleted_and_the_person_comes_back(books, send):
    book = books.book()
    answer = send(f"/bookview/delete/{book.id}?next=/bookview/list/%3Fpage_BookView%3D0")
    assert (answer.status_code, answer.location) == (302, "/bookview/list/?page_BookView=0")
    assert books.count(Book) == 0


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil", "x:y"])
def test_nobody_is_sent_to_an_outside_address(books, send, target):
    answer = send(f"/bookview/delete/{books.book().id}?next={target}")
    assert answer.location == "/bookview/list/"


def test_save_and_add_another_keeps_what_the_address_gives(books, send):
    shelf = books.shelf()
    address = f"/bookview/add?_flt_0_shelf={shelf.id}"
    answer = send(address, **every_value(shelf), again="1")
    assert (answer.status_code, answer.location) == (302, address)


@pytest.mark.parametrize("path", ["delete/{}", "action/lend/{}", "action_post"])
def test_a_get_changes_nothing(books, path):
    book = books.book()
    answer = books.librarian.get(f"/bookview/{path.format(book.id)}")
    assert (answer.status_code, books.fresh(book).note) == (405, "")


@pytest.mark.parametrize("path", ["add", "edit/{}", "delete/{}", "action/lend/{}", "action_post"])
def test_a_change_without_the_token_is_refused(books, path):
    book = books.book()
    values = {**every_value(book.shelf), "seen": book.version, "rowid": book.id, "action": "lend"}
    answer = books.librarian.post(f"/bookview/{path.format(book.id)}", data=values)
    stored = books.fresh(book)
    assert (answer.status_code, books.count(Book), stored.title, stored.note) == (400, 1, "Ёж", "")
    as_json = books.librarian.post(f"/bookview/{path.format(book.id)}", json=values)
    assert (as_json.status_code, list(as_json.json)) == (400, ["error"])


def test_a_row_that_is_gone_meanwhile_is_a_conflict_not_a_crash(books):
    book = books.book()

    def write() -> None:
        db.session.execute(delete(Book))
        book.title = "Поздно"

    status, faults = enter(write)
    assert (status, [str(fault.text) for fault in faults]) == (409, [str(Conflict.default)])


def test_a_text_is_saved_without_outer_spaces_and_nul(books, send):
    values = {**every_value(books.shelf()), "title": "  Сказки\x00  "}
    assert send("/bookview/add", **values).status_code == 302
    assert books.only(Book).title == "Сказки"


def test_what_people_typed_is_text_not_markup(books):
    books.book("<script>alert(1)</script>")
    for page in ("list/", "show/1", "edit/1", "export"):
        text = books.librarian.get(f"/bookview/{page}").text
        assert ("<script>alert" in text) == (page == "export")
