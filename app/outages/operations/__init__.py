"""Writes of temporary journals: `sheets` that were printed, `heartbeat` of the server [U1 U3]."""
