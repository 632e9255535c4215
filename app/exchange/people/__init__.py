"""Lists of pupils with their parents, and of staff: from a spreadsheet and into one [S8 P8]."""
