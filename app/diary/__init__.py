"""The diary of a pupil: what the family sees of the journal, and what it has seen [M5 P5]."""
