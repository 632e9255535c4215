"""What may stand in the journal [J1 J5–J8 J10].

`cell` the text of a cell and back, `entry` what is wrong with an entry, `average` the weighted
average, `version` the number by which two people notice each other.
"""
