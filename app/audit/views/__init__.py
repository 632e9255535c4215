"""The history on the screen: `history` the list, `words` tables, fields and values in Russian."""
