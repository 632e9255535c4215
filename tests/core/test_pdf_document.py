import pytest

from app.core.pdf.document import render
from app.core.pdf.wrapping import PaperError
from tests.paper import page_texts

PAGE = """<html><head><style>
@page { size: a5; @frame c { left: 10mm; top: 10mm; width: 128mm; height: 170mm }
        @frame f { -pdf-frame-content: foot; left: 10mm; bottom: 5mm; width: 128mm; height: 8mm } }
html { font-family: "PT Serif"; font-size: 10pt }
</style></head>
<body>%s<div id="foot">стр. <pdf:pagenumber/> из <pdf:pagecount/></div></body></html>"""


def test_every_page_has_its_number():
    pages = page_texts(render(PAGE % "<p>Один</p><pdf:nextpage/><p>Два</p>"))
    assert [" ".join(text.split()) for text in pages] == ["стр. 1 из 2 Один", "стр. 2 из 2 Два"]


def test_text_is_read_again_as_it_was_written():
    text = "Съешь ещё этих мягких французских булок, Ёжиков № 5 — «Әминә»"
    assert " ".join(page_texts(render(PAGE % f"<p>{text}</p>"))[0].split()) == f"стр. 1 из 1 {text}"


@pytest.mark.parametrize(
    "body",
    [
        '<img src="pyproject.toml">',
        '<img src="/etc/hostname">',
        '<img src="file:///etc/hostname">',
        '<img src="http://127.0.0.1:9/picture.png">',
        '<p style="font-family: Comic">а</p>',
        '<p style="transform: rotate(90deg)">а</p>',
        '<jgrid ref="unknown"></jgrid>',
        '<pdf:insertpdf src="report.pdf"/>',
    ],
)
def test_what_the_engine_only_warns_of_is_an_error(body):
    with pytest.raises(PaperError):
        render(PAGE % body)


def test_a_header_too_long_for_its_frame_is_an_error_and_not_tiny_print():
    with pytest.raises(PaperError):
        render((PAGE % "<p>а</p>").replace("стр.", "очень длинная подпись " * 40))
