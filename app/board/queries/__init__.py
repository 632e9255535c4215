"""Reads of announcements, documents and the forum, each for one person [M2 M3]."""
