"""A QR code as a picture of a page."""

from markupsafe import Markup
from reportlab.graphics.barcode.qr import QrCode

_MARGIN = 4  # modules


def qr_svg(value: str) -> Markup:
    """The code as SVG, made here: nobody outside learns what it holds."""
    code = QrCode(value, qrLevel="M").qr
    code.make()
    side = code.getModuleCount() + 2 * _MARGIN
    squares = "".join(
        f"M{column + _MARGIN} {row + _MARGIN}h1v1h-1z"
        for row, modules in enumerate(code.modules)
        for column, dark in enumerate(modules)
        if dark
    )
    svg = '<svg class="qr" viewBox="0 0 {0} {0}" role="img"><path d="{1}"/></svg>'
    return Markup(svg).format(side, squares)  # noqa: S704  # a literal, and numbers put into it
