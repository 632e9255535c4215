"""Rules of the diary: `days` which come first, `ical` how a calendar is written."""
