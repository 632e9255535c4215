"""Reads of control works [R5]."""
