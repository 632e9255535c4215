"""Reads of control: `sources` what checks share, `items` what is due, `inspections` checks."""
