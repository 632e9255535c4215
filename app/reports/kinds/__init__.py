"""One module for each report [R4]."""
