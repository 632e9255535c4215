"""What the tests of reports share."""

import pytest

from tests.reports.small import Small


@pytest.fixture
def small(app):
    """A small class on both databases."""
    return Small()


@pytest.fixture
def small_sqlite(sqlite_app):
    """The same where the database cannot change the answer."""
    return Small()
