"""Classes, subgroups and dated membership [S2 S4 S6]."""
