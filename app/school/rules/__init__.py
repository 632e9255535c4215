"""When the school works: public days off, the calendar of a class, grading periods [S1].

`public_days` what the state says, `calendar` what that and the school's own entries make of a
date for one class, `periods` which grading period a date falls into, `proposal` a new year to
start from.
"""
