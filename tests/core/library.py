"""A library: tables with every trap of generated pages in them, apart from the product's tables.

Books belong to shelves; a reader sees the open shelves and the books on them, the librarian all.
"""

import datetime as dt
from decimal import Decimal

from flask_appbuilder.actions import action
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, select, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.core.actor import Actor
from app.core.db import Moment, coded, sorted_text
from app.core.errors import Fault, Refused
from app.core.pages import JournalModelView
from app.core.text import Labelled


class Base(DeclarativeBase):
    """Tables of the tests only."""


class Kind(Labelled):
    NOVEL = "novel", _l("yes")
    POEMS = "poems", _l("no")


class Shelf(Base):
    __tablename__ = "test_shelf"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sorted_text(60), unique=True)
    open: Mapped[bool] = mapped_column(default=True)
    books: Mapped[list["Book"]] = relationship(back_populates="shelf", passive_deletes="all")

    def __str__(self) -> str:
        return self.name


class Book(Base):
    __tablename__ = "test_book"
    __table_args__ = (CheckConstraint("pages > 0", name="ck_book_pages"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sorted_text(60))
    shelf_id: Mapped[int] = mapped_column(ForeignKey("test_shelf.id"))
    kind: Mapped[Kind | None] = mapped_column(coded(Kind))
    lent: Mapped[bool] = mapped_column(default=False)
    bought: Mapped[dt.date | None]
    seen_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    opens: Mapped[dt.time | None]
    price: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    pages: Mapped[int] = mapped_column(default=1)
    code: Mapped[str | None] = mapped_column(String(10), unique=True)
    note: Mapped[str] = mapped_column(Text, default="")
    secret: Mapped[str] = mapped_column(String(60), default="")
    version: Mapped[int] = mapped_column()

    shelf: Mapped[Shelf] = relationship(back_populates="books")

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return self.title


def visible_shelves(actor: Actor, _on: dt.date):
    return true() if actor.has("admin") else Shelf.open


def visible_books(actor: Actor, _on: dt.date):
    return true() if actor.has("admin") else Book.shelf_id.in_(select(Shelf.id).where(Shelf.open))


class ShelfView(JournalModelView):
    model = Shelf
    visible = visible_shelves
    pick_by = ("name",)
    list_title = _l("School")
    list_columns = ["name", "open"]
    show_columns = ["name", "open"]
    add_columns = ["name", "open"]
    edit_columns = ["name", "open"]
    search_columns = ["name", "open"]
    label_columns = {"name": _l("Last name"), "open": _l("Page")}
    base_order = ("name", "asc")


BOOK = ["title", "shelf", "kind", "lent", "bought", "seen_at", "opens", "price", "pages", "code"]


class BookView(JournalModelView):
    model = Book
    visible = visible_books
    pick_by = ("title",)
    list_title = _l("Journal")
    list_columns = [*BOOK, "shelf.open"]
    show_columns = [*BOOK, "note"]
    add_columns = [*BOOK, "note"]
    edit_columns = [*BOOK, "note"]
    search_columns = ["title", "shelf", "kind", "lent", "bought", "seen_at", "price", "pages"]
    label_columns = {column: _l("Page") for column in [*BOOK, "note", "shelf.open"]}
    base_order = ("title", "asc")
    page_size = 25

    def change(self, actor, item, data):
        super().change(actor, item, data)
        if data["title"] == "Запрещено":
            raise Refused([Fault("Так называть нельзя.", "title"), Fault("Вообще нельзя.")])

    @action("lend", _l("Save"), _l("Yes"))
    def lend(self, books):
        for book in books if isinstance(books, list) else [books]:
            book.note = "выдана"


ShelfView.related_views = [BookView]
VIEWS = (ShelfView, BookView)
