"""Pupils, guardians and staff [P8 S2]."""
