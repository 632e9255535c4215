"""The journal page and the week grid: tasks, marks, homework, reopenings [J1–J3 J5–J8 J10]."""
