"""Pictures of figures, drawn on the server: for pages as SVG, for paper by `core.pdf.picture`.

`chart` says what is shown, `bars` lays it out into `shapes`, `svg` writes it for a page. Series
differ by hatching as well as by colour and every bar bears its value, so that a picture can be
read in black and white. Drawn by hand and not by a library: the same few shapes serve page and
paper, and neither script nor style of another place comes into a page.
"""

from app.core.picture.bars import NARROW, drawn
from app.core.picture.chart import Chart, Figure, Series, table_of
from app.core.picture.svg import svg

__all__ = ["NARROW", "Chart", "Figure", "Series", "drawn", "svg", "table_of"]
