"""Curriculum hours, courses and their teachers, lesson plans (КТП) [S3 J4 P2]."""
