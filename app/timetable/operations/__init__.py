"""Writes of the timetable: slots, making lessons, single lessons, placing lesson plans."""
