"""Messages between people of the school, by who may write to whom [M1]."""
