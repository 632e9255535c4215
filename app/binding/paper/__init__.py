"""How a bound journal and slips are drawn: `book` the whole, `spreads` the pages of a subject,
`front` what stands before them, `closing` what after, `sheets` the summary sheets [R6 R8].
"""
