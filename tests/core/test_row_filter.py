"""The row filter of a table holds on every page, whichever way one asks."""

import pytest

from app.core import pages
from app.core.pages import JournalModelView, Page, expose, register_rows
from app.core.pages.rows import row_rule
from tests.core import library


@pytest.fixture
def world(books):
    """An open shelf with «Видная», a closed one with «Тайная»."""
    books.open = books.shelf("Открытая")
    books.closed = books.shelf("Закрытая", open=False)
    books.seen = books.book("Видная", books.open)
    books.hidden = books.book("Тайная", books.closed, secret="клад")
    return books


def test_list_shows_only_visible_rows(world):
    page = world.reader.get("/bookview/list/").text
    assert ("Видная" in page, "Тайная" in page, "1 запись" in page) == (True, False, True)
    assert "Тайная" in world.librarian.get("/bookview/list/").text


@pytest.mark.parametrize("path", ["show", "edit"])
def test_a_foreign_row_is_not_there(world, path):
    assert world.reader.get(f"/bookview/{path}/{world.hidden.id}").status_code == 404
    assert world.reader.get(f"/bookview/{path}/{world.seen.id}").status_code == 200


@pytest.mark.parametrize("path", ["edit", "delete", "action/lend"])
def test_a_foreign_row_cannot_be_changed(world, token, path):
    sent = {"csrf_token": token(world.reader), "title": "Украдена", "seen": "1"}
    answer = world.reader.post(f"/bookview/{path}/{world.hidden.id}", data=sent)
    kept = world.fresh(world.hidden)
    assert (answer.status_code, kept.title, kept.note) == (404, "Тайная", "")


def test_an_action_on_ticked_rows_stops_at_a_foreign_one(world, token):
    rows = [str(world.seen.id), str(world.hidden.id)]
    sent = {"csrf_token": token(world.reader), "action": "lend", "rowid": rows}
    assert world.reader.post("/bookview/action_post", data=sent).status_code == 404
    assert world.fresh(world.seen).note == world.fresh(world.hidden).note == ""


def test_an_action_that_is_not_there_is_not_found(world, token):
    sent = {"csrf_token": token(world.reader), "action": "burn", "rowid": ["1"]}
    assert world.reader.post("/bookview/action_post", data=sent).status_code == 404


@pytest.mark.parametrize("path", ["add", "edit", "list"])
def test_pick_lists_offer_only_visible_rows(world, path):
    address = {"edit": f"edit/{world.seen.id}", "list": "list/"}.get(path, path)
    page = world.reader.get(f"/bookview/{address}").text
    assert (">Открытая<" in page, "Закрытая" in page) == (True, False)
    typed = world.reader.get(f"/bookview/pick/{path}/shelf?q=ытая").json["results"]
    assert [row["text"] for row in typed] == ["Открытая"]


def test_a_foreign_row_cannot_be_picked(world, token):
    sent = {"csrf_token": token(world.reader), "title": "Новая", "pages": "1"}
    answer = world.reader.post("/bookview/add", data={**sent, "shelf": world.closed.id})
    assert (answer.status_code, "Выберите значение из списка" in answer.text) == (422, True)
    moved = {**sent, "seen": "1", "shelf": world.closed.id}
    answer = world.reader.post(f"/bookview/edit/{world.seen.id}", data=moved)
    assert (answer.status_code, world.fresh(world.seen).shelf_id) == (422, world.open.id)


def test_a_foreign_row_cannot_be_given_in_the_address(world, token):
    address = f"/bookview/add?_flt_0_shelf={world.closed.id}"
    assert world.reader.get(address).status_code == 404
    sent = {"csrf_token": token(world.reader), "title": "Новая", "pages": "1"}
    assert world.reader.post(address, data=sent).status_code == 404


def test_a_visible_row_in_the_address_is_chosen_in_the_form(world):
    page = world.reader.get(f"/bookview/add?_flt_0_shelf={world.open.id}").text
    assert f'<option value="{world.open.id}" selected>Открытая</option>' in page


def test_a_search_by_a_foreign_row_is_refused(world):
    assert world.reader.get(f"/bookview/list/?_flt_0_shelf={world.closed.id}").status_code == 404


def test_export_has_only_visible_rows(world):
    text = world.reader.get("/bookview/export").data.decode("utf-8-sig")
    assert [line.split(";")[0] for line in text.splitlines()[1:]] == ["Видная"]


def test_related_list_needs_the_right_to_list_and_keeps_the_filter(world):
    page = world.reader.get(f"/shelfview/show/{world.open.id}").text
    assert "Видная" in page
    world.forbid("teacher", "BookView", "can_list")
    assert "Видная" not in world.reader.get(f"/shelfview/show/{world.open.id}").text


def test_a_page_of_a_list_has_at_most_100_rows(world):
    for number in range(105):
        world.book(f"Том {number:03}", world.open)
    page = world.reader.get("/bookview/list/?psize_BookView=100000").text
    assert (page.count('name="rowid"'), "Страница 1 из 2" in page) == (100, True)


def test_a_table_without_a_row_filter_stops_the_start(sqlite_books):
    class Loose:
        """A table that nobody declared."""

    with pytest.raises(TypeError, match="no row filter"):
        row_rule(Loose)
    undeclared = type("LooseView", (JournalModelView,), {"model": library.Shelf})
    with pytest.raises(TypeError, match="no `visible`"):
        undeclared()


def test_two_row_filters_of_one_table_stop_the_start(sqlite_books):
    with pytest.raises(TypeError, match="already has the row filter visible_shelves"):
        register_rows(library.Shelf, library.visible_books)


@pytest.mark.parametrize(
    "missing", ["list_columns", "show_columns", "add_columns", "edit_columns", "search_columns"]
)
def test_a_view_that_does_not_say_its_columns_stops_the_start(sqlite_books, missing):
    silent = type("SilentView", (library.ShelfView,), {missing: None})
    with pytest.raises(TypeError, match=missing):
        silent()


def test_a_column_without_a_russian_label_stops_the_start(sqlite_books):
    mute = type("MuteView", (library.ShelfView,), {"label_columns": {"name": "Имя"}})
    with pytest.raises(TypeError, match="no label for open"):
        mute()


def test_a_pick_list_of_an_undeclared_table_stops_the_start(sqlite_books, monkeypatch):
    monkeypatch.setattr("app.core.pages.rows._rules", {})
    with pytest.raises(TypeError, match="has no row filter"):
        pages.check(sqlite_books.app.appbuilder)


def test_a_route_without_a_permission_stops_the_start(sqlite_books):
    class OpenDoor(Page):
        @expose("/door")
        def index(self):
            return "all may come in"

    with pytest.raises(TypeError, match="index has no @has_access"):
        OpenDoor()
