"""What is in a PDF, read again by another program than the one that wrote it."""

from io import BytesIO

from pypdf import PdfReader


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def page_words(pdf: bytes) -> list[list[str]]:
    """The words of each page in the order they were drawn."""
    return [text.split() for text in page_texts(pdf)]


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, mm."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return [(round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) for box in boxes]


def loose_fonts(pdf: bytes) -> set[str]:
    """Names of fonts that are used or declared but not in the file."""
    fonts = [
        font.get_object()
        for page in PdfReader(BytesIO(pdf)).pages
        for font in (page["/Resources"].get("/Font") or {}).values()
    ]
    return {font["/BaseFont"] for font in fonts if "/FontFile2" not in _descriptor(font)}


def _descriptor(font):
    return font["/FontDescriptor"].get_object() if "/FontDescriptor" in font else {}
