"""Writes of control works [R5]."""
