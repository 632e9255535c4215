"""Writes at the end of a year [R7]."""
