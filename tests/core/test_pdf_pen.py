"""The text of a grid: what stands where, in how few operators."""

import re
from io import BytesIO

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from app.core.pdf.fonts import NARROW, SANS, face, printable
from app.core.pdf.pen import Pen
from tests.paper import page_texts

FONT, NARROW_FONT = face(SANS), face(NARROW)


def drawn(write):
    """The operators that a pen wrote, and the file."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(400, 200), pageCompression=0)
    pen = Pen(canvas)
    write(pen)
    canvas.drawText(pen)
    canvas.save()
    return pen.getCode(), out.getvalue()


def places(code):
    """Where the operators begin anew: (x, y)."""
    return [tuple(map(float, found)) for found in re.findall(r"1 0 0 1 (\S+) (\S+) Tm", code)]


def test_texts_of_a_line_are_one_operator_and_stay_words_of_their_own():
    def write(pen):
        for at, mark in enumerate(("5", "4", "н", "3/2")):
            pen.write(10 + 20 * at, 100, mark, FONT, 9)

    code, pdf = drawn(write)
    assert (code.count(" TJ"), code.count(" Tj"), code.count(" Tm")) == (1, 0, 1)
    assert page_texts(pdf)[0].split() == ["5", "4", "н", "3/2"]


def test_gaps_put_every_text_where_it_was_to_begin():
    whole = "м" * 60  # so wide that the rounding of gaps would be seen if it added up

    def write(pen):
        for at in range(30):
            pen.write(10 + 11.37 * at, 100, "н", FONT, 7)
        pen.write(10 + 11.37 * 30, 100, whole, FONT, 7)

    code, _pdf = drawn(write)
    gaps = [-int(part.split("(")[0]) for part in code.split(")")[1:31]]
    ends = 10 + sum(stringWidth("н", FONT, 1000) + gap for gap in gaps) * 7 / 1000
    assert abs(ends - (10 + 11.37 * 30)) < 7 / 1000


def test_another_line_font_size_or_a_text_to_the_left_begins_anew():
    def write(pen):
        pen.write(10, 100, "а", FONT, 9)
        pen.write(30, 90, "б", FONT, 9)
        pen.write(50, 90, "в", NARROW_FONT, 9)
        pen.write(70, 90, "г", NARROW_FONT, 8)
        pen.write(20, 90, "д", NARROW_FONT, 8)

    code, pdf = drawn(write)
    assert (code.count(" TJ"), code.count(" Tj")) == (0, 5)
    assert places(code) == [(10, 100), (30, 90), (50, 90), (70, 90), (20, 90)]
    assert page_texts(pdf)[0].split() == ["а", "б", "в", "гд"]


def test_upright_text_is_not_joined_with_the_text_before_it():
    def write(pen):
        pen.write(10, 100, "а", FONT, 9)
        pen.write_upwards(30, 100, "б", FONT, 9)
        pen.write(50, 100, "в", FONT, 9)

    code, _pdf = drawn(write)
    assert code.count(" TJ") == 0
    assert "0 1 -1 0 30 100 Tm" in code


def test_more_letters_than_a_part_of_a_font_holds_are_all_written():
    known = (chr(code) for code in [*range(0x410, 0x4FF), *range(0xC0, 0x17F)])
    many = "".join(letter for letter in known if printable(letter) == letter)
    assert len(many) > 256

    def write(pen):
        pen.write(10, 100, "5", FONT, 1)
        pen.write(20, 100, many, FONT, 1)
        pen.write(380, 100, "4", FONT, 1)

    _code, pdf = drawn(write)
    assert "".join(page_texts(pdf)[0].split()) == f"5{many}4"


def test_signs_of_the_format_itself_are_text():
    _code, pdf = drawn(lambda pen: pen.write(10, 100, r"(§ 5) \ 1", FONT, 9))
    assert page_texts(pdf)[0].strip() == r"(§ 5) \ 1"
