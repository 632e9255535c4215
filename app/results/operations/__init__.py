"""Writes of results: `entries` of results, `council` decisions, `periods` closing [R1]."""

from app.results.operations.entries import set_result, write_result

__all__ = ["set_result", "write_result"]
