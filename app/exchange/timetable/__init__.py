"""Timetable import [S5 S8]: files of timetabling programs and spreadsheets.

`detect` finds out kind and encoding, a reader per kind makes one neutral `Document`, `names`
matches by text, `clashes` looks for double bookings, `plan` compares with the database.
"""
