"""Pages of the journal: `page` of a course, `week` of a class, `entries` what they send,
`history` of a cell, `generated` lists and forms of the tables; `shape` what templates are given.
"""
