"""Reads of bound journals and slips: `class_year` a class's year, `entries` one of its courses."""
