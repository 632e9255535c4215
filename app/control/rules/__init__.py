"""Pure rules of control: `terms` moments, `item` what is due, `tally` figures [K1 K2]."""
