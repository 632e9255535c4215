"""The letters: PT fonts with Cyrillic, from packages, embedded in every file."""

import unicodedata
from functools import lru_cache

import fontpkg
from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus.tables import CellStyle
from xhtml2pdf import default

SANS, NARROW, SERIF = "PT Sans", "PT Sans Narrow", "PT Serif"
# Stands where a character has no glyph (an emoji in a topic), so that something is seen there.
UNKNOWN = "?"

_FACES = {
    SANS: ((0, 0), (1, 0), (0, 1), (1, 1)),
    NARROW: ((0, 0), (1, 0)),
    SERIF: ((0, 0), (1, 0), (0, 1), (1, 1)),
}


def face(family: str, *, bold: bool = False, italic: bool = False) -> str:
    """Name of a face as the PDF engine knows it; a family without italics stays upright."""
    italic = italic and (int(bold), 1) in _FACES[family]
    return family.replace(" ", "") + "-Bold" * bold + "-Italic" * italic


def register() -> None:
    """Make the families known to the PDF engine and to HTML; done once, at import."""
    for family, styles in _FACES.items():
        for bold, italic in styles:
            style = "italic" if italic else "normal"
            file = fontpkg.path(family, weight=700 if bold else 400, style=style)
            name = face(family, bold=bool(bold), italic=bool(italic))
            pdfmetrics.registerFont(TTFont(name, str(file)))
        for bold in (0, 1):
            for italic in (0, 1):
                name = face(family, bold=bool(bold), italic=bool(italic))
                addMapping(face(family), bold, italic, name)
        default.DEFAULT_FONT[family.lower()] = face(family)
    _embed_every_font()


def _embed_every_font() -> None:
    """The engine names its own Helvetica, not embedded, in each file, unless told another.

    Set after the import of xhtml2pdf: before, all text becomes bold.
    """
    rl_config.canvas_basefontname = CellStyle.fontname = face(SANS)
    for family, name in default.DEFAULT_FONT.items():
        if name.startswith(("Helvetica", "Times", "Courier")):
            default.DEFAULT_FONT[family] = face(SERIF if name.startswith("Times") else SANS)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[str]:
    """Characters that every face has and that leave ink or room."""
    known = [
        pdfmetrics.getFont(face(family, bold=bool(b), italic=bool(i))).face.charToGlyph.keys()
        for family, styles in _FACES.items()
        for b, i in styles
    ]
    everywhere = map(chr, frozenset(known[0]).intersection(*known))
    return frozenset(c for c in everywhere if unicodedata.category(c) not in {"Cc", "Cf"})


def printable(text: str) -> str:
    """The text in composed letters that the fonts have; `UNKNOWN` for what they lack.

    Line ends stay, any other white space without a glyph becomes a space.
    """
    composed = unicodedata.normalize("NFC", text)
    glyphs = _glyphs()
    if all(char in glyphs for char in composed):
        return composed
    return "".join(char if char in glyphs else _instead(char) for char in composed)


def printable_line(text: str) -> str:
    """The same as one line, for a foot, a heading, a title: line ends in it are spaces."""
    return " ".join(printable(text).splitlines())


def _instead(char: str) -> str:
    if char in "\r\n":
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Mn"} else UNKNOWN


register()
