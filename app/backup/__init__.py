"""Backups: made by the server each day, by hand on a page, and by the command line."""
