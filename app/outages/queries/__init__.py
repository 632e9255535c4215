"""Reads of temporary journals: `forms` to print, `lessons` of an outage, `outages` and gaps."""
