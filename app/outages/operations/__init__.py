"""Writes of temporary journals: `sheets` that were printed, `heartbeat` of the server, `outages`,
`transfers` of their lessons, `telling` whom they concern [U1 U3].
"""
