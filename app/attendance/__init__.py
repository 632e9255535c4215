"""Absences of pupils from lessons [T1]."""
