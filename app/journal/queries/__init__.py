"""Reads of the journal.

`place` what an entry is checked against, `page` the journal page of a course, `week` the week of
a class, `courses` what a person may open, `cells` marks and tasks in the shape of the grid.
"""
