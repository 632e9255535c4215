"""The demo school: a believable small school around today's date, made by `flask demo load`.

Everything is invented and follows from the date: the same date gives the same school. The pure
parts (calendar, curriculum, staffing, weaving, texts) hold no rows; the rest makes rows of them.
"""
