"""What a temporary journal looks like on paper: `pages` the formats, `grids` the two pages of a
spread, `printing` the PDF [U1].
"""
