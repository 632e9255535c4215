"""Writes of the diary: `reading` of the family, `remarks` of teachers, `files` handed in."""

from app.diary.operations.reading import close_feed, open_feed, see_marks, tick_homework

__all__ = ["close_feed", "open_feed", "see_marks", "tick_homework"]
