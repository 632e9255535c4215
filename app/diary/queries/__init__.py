"""Reads of the diary: `family` whose, `week` lessons, `period` marks, `fresh` new ones, `feed`."""
