"""Temporary journals: forms, outages and the transfer from paper [U1–U3].

A sheet is the form of one course for a span of days. It has a number and a code that leads to
its page in the journal.
"""
