"""Writes of control: `terms` the school's settings, `reminders`, `inspections` with remarks."""
