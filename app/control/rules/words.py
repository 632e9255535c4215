"""Words of items: one text for the thousands of them that say the same."""

from functools import cache

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


@cache
def of_lesson(number: int) -> LazyString:
    """The lesson of that number on its day."""
    return _l("lesson %(number)s", number=number)


@cache
def of_closed_lesson(number: int) -> LazyString:
    """The same, when nothing can be entered any more."""
    return _l("lesson %(number)s, closed to entries", number=number)
