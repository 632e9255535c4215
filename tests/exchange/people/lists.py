"""Lists of people as files, and the import of them, for the tests beside."""

import datetime as dt

from sqlalchemy import func, select

from app.core.db import db, unit_of_work
from app.core.sheet import write_csv
from app.exchange.people.columns import PUPILS, STAFF
from app.exchange.people.operations import import_people, preview_people
from app.exchange.people.reading import read_people
from tests import factories as make

TODAY = dt.date(2026, 9, 10)
ADMIN, SECRETARY = make.actor("admin"), make.actor("secretary")
HEADS = ["Фамилия", "Имя", "Отчество", "Дата рождения", "Класс"]


def as_file(*rows, heads=HEADS, write=write_csv):
    """A file of the rows."""
    return write(heads, rows)


def read(*rows, heads=HEADS, kind=PUPILS):
    """The table of a file of the rows."""
    return read_people(as_file(*rows, heads=heads), kind)


def planned(*rows, heads=HEADS, kind=PUPILS, actor=ADMIN, since=None):
    """What entering the rows would do."""
    table = read(*rows, heads=heads, kind=kind)
    return preview_people(actor, table=table, since=since, today=TODAY)


def enter(*rows, heads=HEADS, kind=PUPILS, actor=ADMIN, since=None, seen=None):
    """Enter the rows."""
    table = read(*rows, heads=heads, kind=kind)
    with unit_of_work(way="import", actor=actor):
        return import_people(actor, table=table, since=since, today=TODAY, seen=seen)


def told(faults):
    """Line and column of faults."""
    return [(fault.line, fault.heading) for fault in faults]


def count(model):
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(model))


__all__ = ["ADMIN", "HEADS", "PUPILS", "SECRETARY", "STAFF", "TODAY"]
