"""How fast the journal is: a maker of schools, scenarios against the real server, and the floor.

`python -m bench` (or `make bench`) runs everything; `--quick` looks only whether it works.
"""
