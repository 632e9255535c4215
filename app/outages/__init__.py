"""Temporary journals: forms, outages and the transfer from paper [U1–U3]."""
