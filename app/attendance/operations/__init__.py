"""Writes of absences: `absences` one absence, `cell` a cell of the grid with its marks [T1 J1]."""
