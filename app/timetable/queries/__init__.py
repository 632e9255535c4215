"""Reads of slots and lessons: what making needs, what clashes, what a week shows."""
