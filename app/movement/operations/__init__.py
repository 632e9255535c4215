"""Writes of `requests` about movement, and of confirmations of `lists` [S6]."""
