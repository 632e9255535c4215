"""The school, its years, periods, calendar, bells, rooms and subjects [S1 S2]."""
