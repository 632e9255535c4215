import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.core.pdf.fonts import NARROW, SANS, SERIF, face, printable
from app.core.pdf.wrapping import PaperError, wrapped

FONT = face(SANS)


def lines(text, millimetres, size=9):
    return list(wrapped(text, FONT, size, millimetres * 72 / 25.4))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 20, []),
        ("  \t ", 20, []),
        ("Абрамов Иван", 40, ["Абрамов Иван"]),
        ("Абрамов Иван", 15, ["Абрамов", "Иван"]),
        ("§ 12\nс. 40", 40, ["§ 12", "с. 40"]),
        # A word that is wider than the line is hyphenated, never a narrower one.
        ("Достопримечательности", 22, ["Достопримеча-", "тельности"]),
        ("и достопримечательности", 22, ["и достоприме-", "чательности"]),
        ("Абдул-Магомедрасулова", 24, ["Абдул-Магомед-", "расулова"]),
        # What has no syllables is broken by letters.
        ("МБОУСОШЛИЦЕЙ", 12, ["МБОУС", "ОШЛИЦ", "ЕЙ"]),
        ("1234567890123", 12, ["123456", "789012", "3"]),
    ],
)
def test_text_is_broken_into_lines(text, width, expected):
    assert lines(text, width) == expected


@pytest.mark.parametrize("width", [4, 6, 10, 17, 33, 60])
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(width):
    text = "Достопримечательности Северо-Кавказского федерального округа, https://школа.рф/журнал"
    found = lines(text, width)
    assert max(stringWidth(line, FONT, 9) for line in found) <= width * 72 / 25.4 + 0.1
    assert letters("".join(found)) == letters(text)


def letters(text):
    return [char for char in text if char.isalnum()]


def test_a_letter_wider_than_its_column_is_an_error():
    with pytest.raises(PaperError):
        lines("Щ", 2)


def test_a_space_that_does_not_break_keeps_initials_together():
    assert lines("Сидорова А.\u00a0П.", 18) == ["Сидорова", "А.\u00a0П."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ёжиков № 5 «А» — §12, ½ ₽", "Ёжиков № 5 «А» — §12, ½ ₽"),
        ("Әминә Ҡаҙаҡбаева Ӏиса", "Әминә Ҡаҙаҡбаева Ӏиса"),
        ("и\u0306од", "йод"),
        ("дос\u00adто\u200bпри", "достопри"),
        ("Молодцы 👍🏽!", "Молодцы ??!"),
        ("а\u2003б\u0007в", "а бв"),
    ],
)
def test_every_character_is_drawn_or_is_seen_to_be_missing(text, expected):
    assert printable(text) == expected


@pytest.mark.parametrize(
    ("family", "italic", "expected"),
    [(SANS, True, "PTSans-Bold-Italic"), (NARROW, True, "PTSansNarrow-Bold")],
)
def test_a_family_without_italics_stays_upright(family, italic, expected):
    assert face(family, bold=True, italic=italic) == expected
    assert face(SERIF) == "PTSerif"
