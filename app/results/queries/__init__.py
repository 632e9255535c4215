"""Reads of results: `entries` one result and its place, `sheet` the results of a course [R1 R2]."""

from app.results.queries.entries import (
    CoursePeriod,
    ResultPlace,
    history_of_result,
    period_of_class,
    periods_of_course,
    place_of_result,
    proposal,
    results_in,
    rounding_of,
    stored_result,
)

__all__ = [
    "CoursePeriod",
    "ResultPlace",
    "history_of_result",
    "period_of_class",
    "periods_of_course",
    "place_of_result",
    "proposal",
    "results_in",
    "rounding_of",
    "stored_result",
]
