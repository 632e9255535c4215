"""The data interface of the generated pages: every read goes through the table's row rule."""

from collections.abc import Iterator
from typing import Any

from flask_appbuilder.models.filters import Filters
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import String, and_, cast, func, inspect, literal, or_, types
from sqlalchemy.orm import Query, aliased

from app.core.db import db, fold, folded, russian
from app.core.errors import NotFound
from app.core.pages.rows import row_rule, visible_rows
from app.core.pages.search import Search, SearchFilters

_LARGEST_KEY = 2**31 - 1


class Interface(SQLAInterface):  # type: ignore[misc]
    """Flask-AppBuilder's access to a table, narrowed to the rows a person may see."""

    filter_converter_class = SearchFilters
    options: tuple[Any, ...] = ()
    """Loader options of this view's lists, beside those of the table's row rule."""

    def query(
        self,
        filters: Filters | None = None,
        order_column: str = "",
        order_direction: str = "",
        page: int | None = None,
        page_size: int | None = None,
        **_options: Any,
    ) -> tuple[int, list[Any]]:
        """How many rows there are, and those of the page: two statements.

        First the keys of the page, in order and counted; only then the rows with all that they
        need: a long list is not dragged through its joins for the sake of one page.
        """
        keys, count = self._page_keys(
            filters, (order_column, order_direction), page or 0, page_size or _LARGEST_KEY
        )
        wanted = db.session.query(self.obj).filter(self.get_pk().in_(keys)).options(*self._loads())
        rows = {self.get_pk_value(row): row for row in wanted} if keys else {}
        return count, [rows[key] for key in keys if key in rows]

    def _page_keys(
        self, filters: Filters | None, order: tuple[str, str], page: int, size: int
    ) -> tuple[list[Any], int]:
        query = self._narrowed(filters).with_entities(self.get_pk())
        ordered = self.apply_order_by(query.add_columns(func.count().over()), *order)
        found = ordered.offset(page * size).limit(size).all()
        count = found[0][1] if found else query.count() if page else 0
        return [key for key, _count in found], count

    def _narrowed(self, filters: Filters | None) -> Query[Any]:
        query = db.session.query(self.obj).filter(visible_rows(self.obj))
        return filters.apply_all(query) if filters else query

    def _loads(self) -> tuple[Any, ...]:
        return (*row_rule(self.obj).eager, *self.options)

    def _apply_inner_all(
        self, query: Query[Any], filters: Filters | None = None, *args: Any, **kwargs: Any
    ) -> Query[Any]:
        query = query.filter(visible_rows(self.obj)).options(*self._loads())
        found: Query[Any] = super()._apply_inner_all(query, filters, *args, **kwargs)
        return found

    def get_filters(
        self, search_columns: list[str] | None = None, _search_filters: Any = None
    ) -> Search:
        """Filters over the columns that a view lets search, and no other."""
        return Search(self.filter_converter_class, self, search_columns or ())

    def get_inner_filters(self, filters: Filters | None) -> Filters | None:
        """All filters: none of ours is dotted."""
        return filters

    def get(self, id: Any, filters: Filters | None = None, **_options: Any) -> Any:  # noqa: A002
        """The row with this key, if this person may see it."""
        key = self._key(id)
        if key is None:
            return None
        query = self._narrowed(filters).options(*self._loads())
        return query.filter(self.get_pk() == key).one_or_none()

    def _key(self, value: Any) -> Any:
        if not isinstance(self.get_pk().type, types.Integer):
            return str(value)
        text = str(value)
        return int(text) if text.isdecimal() and int(text) <= _LARGEST_KEY else None

    def get_related_obj(self, col_name: str, value: Any) -> Any:
        """The related row with this key; one that is not there or not to be seen is refused."""
        found = self.get_related_interface(col_name).get(value)
        if found is None:
            raise NotFound
        return found

    def apply_order_by(
        self, query: Query[Any], order_column: str, order_direction: str, **_options: Any
    ) -> Query[Any]:
        """Order by a column, a dotted column or a relation, and by key among equals."""
        if not order_column:
            return query.order_by(self.get_pk())
        query, columns = self._ordering(query, order_column)
        down = order_direction == "desc"
        sorts = [russian(column) for column in columns]
        return query.order_by(*(s.desc() if down else s.asc() for s in sorts), self.get_pk())

    def _ordering(self, query: Query[Any], path: str) -> tuple[Query[Any], list[Any]]:
        if not self.is_relation(path):
            query, column = _walk(query, self.obj, path)
            return query, [column]
        columns = []
        for leaf in row_rule(self.get_related_model(path)).pick_by or ("id",):
            query, column = _walk(query, self.obj, f"{path}.{leaf}")
            columns.append(column)
        return query, columns

    def picked(self, text: str, *, offset: int, limit: int, narrow: Any = None) -> list[Any]:
        """Rows for a pick list whose text has all words of `text`, in their usual order."""
        query = db.session.query(self.obj).filter(visible_rows(self.obj))
        if narrow is not None:
            query = query.filter(narrow)
        columns = []
        for path in row_rule(self.obj).pick_by:
            query, column = _walk(query, self.obj, path)
            columns.append(column)
        for word in fold(text).split():
            query = query.filter(_has_word(columns, word))
        query = query.options(*row_rule(self.obj).eager)
        query = query.order_by(*map(russian, columns), self.get_pk())
        return query.offset(offset).limit(limit).all()

    def is_time(self, col_name: str) -> bool:
        """True for a column with a time of day."""
        column = self.list_columns.get(col_name)
        return column is not None and isinstance(column.type, types.Time)

    def is_nullable(self, col_name: str) -> bool:
        """Booleans need no answer: an empty box is «no»."""
        return bool(self.is_boolean(col_name) or super().is_nullable(col_name))

    def column_type(self, path: str) -> Any:
        """Type of a column, dotted or not; none for a relation or a property."""
        model: Any = self.obj
        *relations, leaf = path.split(".")
        for relation in relations:
            related = inspect(model).relationships.get(relation)
            if related is None:
                return None
            model = related.mapper.class_
        column = inspect(model).columns.get(leaf)
        return None if column is None else column.type

    def all_rows(self, filters: Filters, order: tuple[str, str], chunk: int = 500) -> Iterator[Any]:
        """Every visible row of a search, read in chunks."""
        return _read(self.apply_all(db.session.query(self.obj), filters, *order).yield_per(chunk))


def _read(query: Query[Any]) -> Iterator[Any]:
    """The rows, read while they are sent: by then the session of the request has been closed."""
    yield from query.with_session(db.session())


def _walk(query: Query[Any], model: Any, path: str) -> tuple[Query[Any], Any]:
    """Join along a dotted path by aliases of its own; the last column."""
    *relations, leaf = path.split(".")
    entity = model
    for relation in relations:
        target = aliased(inspect(entity).mapper.relationships[relation].mapper.class_)
        query = query.outerjoin(target, getattr(entity, relation).of_type(target))
        entity = target
    return query, getattr(entity, leaf)


def _has_word(columns: list[Any], word: str) -> Any:
    if not columns:
        return literal(False)
    texts = [cast(column, String) for column in columns]
    parts: list[Any] = [func.coalesce(text, "") for text in texts]
    tight, spaced = parts[0], parts[0]
    for part in parts[1:]:
        tight, spaced = tight + part, spaced + " " + part
    return or_(
        folded(tight).contains(word, autoescape=True),
        folded(spaced).contains(word, autoescape=True),
    )


def both(first: Any, second: Any) -> Any:
    """Two optional clauses as one."""
    return second if first is None else first if second is None else and_(first, second)
