"""Rules of results: `entry` what may be set, `justification` whether it is justified [R1 R2]."""

from app.results.rules.entry import (
    GRADE_WITHOUT_RESULTS,
    ResultFacts,
    Rounding,
    allowed_results,
    departs,
    parse_result,
    propose_result,
    result_faults,
)

__all__ = [
    "GRADE_WITHOUT_RESULTS",
    "ResultFacts",
    "Rounding",
    "allowed_results",
    "departs",
    "parse_result",
    "propose_result",
    "result_faults",
]
