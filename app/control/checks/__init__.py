"""The terms of filling: one file each, and their `catalogue` (rules, «Terms of filling») [K1].

A check reads from `Sources` what is due and gives items; a new one is a file here, its line in the
catalogue and its test.
"""
