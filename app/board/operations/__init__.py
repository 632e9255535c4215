"""Writes of announcements, documents and the forum [M2 M3]."""
