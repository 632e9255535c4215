"""The first page of each role: what is today, what waits for me."""
