"""Results of grading periods [R1]."""
