"""What the timetable demands: lessons due [S5], clashes of slots [S5], what a remaking changes."""
