"""Reads for the first page: each a fixed number of statements, whatever the size of the school."""

from app.home.queries.controlling import control_of
from app.home.queries.family import pupil_days
from app.home.queries.lessons import own_lessons
from app.home.queries.office import Waiting, waiting
from app.home.queries.own_class import own_classes

__all__ = ["Waiting", "control_of", "own_classes", "own_lessons", "pupil_days", "waiting"]
