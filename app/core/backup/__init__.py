"""Backup and restore: the database as at one moment, with the files that people brought.

The ministry's letter АП-147/07, part 2: a copy that the responsible person can make.
"""
