"""Reads for the end of a year [R7]."""
