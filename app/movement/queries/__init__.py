"""Reads of `requests` about movement, and of the `lists` that are confirmed [S6]."""
