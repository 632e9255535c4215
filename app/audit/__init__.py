"""The history of every entry: written by one session listener, chained, never changed [J9]."""
