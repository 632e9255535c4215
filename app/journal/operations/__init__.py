"""Writes of the journal.

`marks` marks and their tasks, `tasks` kinds of work of a lesson, `lessons` topic and homework,
`reopenings` what the administrator opens again, `receipts` entries that were answered already.
"""
