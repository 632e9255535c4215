"""Every term of filling in the order of the dashboard (rules, «Terms of filling») [K1]."""

from app.control.checks import (
    entry_window,
    few_marks,
    homework_late,
    lesson_not_filled,
    no_absence_reason,
    period_results,
    plan_lag,
    reason_not_corrected,
    transfer_late,
    unjustified_result,
    week_not_reconciled,
    work_not_marked,
)
from app.control.checks.check import Check

CHECKS: tuple[Check, ...] = (
    lesson_not_filled.CHECK,
    homework_late.CHECK,
    work_not_marked.CHECK,
    entry_window.CHECK,
    period_results.CHECK,
    few_marks.CHECK,
    unjustified_result.CHECK,
    plan_lag.CHECK,
    reason_not_corrected.CHECK,
    no_absence_reason.CHECK,
    week_not_reconciled.CHECK,
    transfer_late.CHECK,
)
BY_NAME = {check.name: check for check in CHECKS}
# Checks that know when a thing was done: only of these a share kept in time can be told.
TRACED = frozenset(check.name for check in CHECKS if check.traced)
