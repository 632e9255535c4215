"""When a year may be closed, how long what of it is kept, where its pupils go [R7]."""
