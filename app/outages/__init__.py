"""The record that does not stop: temporary journals on paper and their transfer [U1 U2 U3].

A sheet is the form of one course for a span of days. It has a number and a code that leads to
its page in the journal.
"""
