"""Timetable slots and the dated lessons made from them [S5]."""
