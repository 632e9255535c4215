import datetime as dt
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.core.pdf.archival import as_pdfa
from app.core.pdf.cells import Cell, Row
from app.core.pdf.grid import JournalGrid
from app.core.pdf.lines import Lines
from app.core.pdf.pages import Pages
from app.core.pdf.wrapping import PaperError
from tests.paper import loose_fonts, page_sizes, page_texts

DAY = dt.date(2026, 11, 22)


def pages():
    return Pages(title="Журнал 7А", foot="Журнал", empty="Пустая страница")


def text(words, **values):
    return Lines(Cell(words, **values))


def texts(made):
    return [" ".join(page.split()) for page in page_texts(made.pdf())]


def test_pages_are_numbered_one_after_the_other():
    made = pages()
    made.flow([text("раз")])
    made.flow([text("два")])
    assert texts(made) == ["Журнал 1 раз", "2 Журнал два"]


def test_a_left_page_is_an_even_one_and_an_empty_page_may_come_before():
    made = pages()
    for _each in range(2):
        made.turn(left=True)
        made.flow([text("лево")])
    assert texts(made) == [
        "Журнал 1 Пустая страница",
        "2 Журнал лево",
        "Журнал 3 Пустая страница",
        "4 Журнал лево",
    ]


def test_a_right_page_follows_a_left_one_at_once():
    made = pages()
    made.turn(left=False)
    made.flow([text("право")])
    made.turn(left=False)
    made.flow([text("право")])
    assert [page.split()[-1] for page in texts(made)] == ["право", "страница", "право"]


def test_what_does_not_fit_goes_on_and_none_of_it_is_lost():
    words = [f"слово{number}" for number in range(4000)]
    rows = [Row({0: Cell(f"строка{number}")}, 6) for number in range(100)]
    made = pages()
    made.flow([text(" ".join(words)), JournalGrid([60], rows, head=1), text("конец")])
    found = " ".join(texts(made)).replace("- ", "").split()
    assert [word for word in words if word not in set(found)] == []
    assert [f"строка{number}" for number in range(1, 100)] == [
        word for word in found if word.startswith("строка") and word != "строка0"
    ]
    assert found.count("строка0") == made.number - 4  # the head stands on every page of the grid
    assert found[-1] == "конец"


def test_a_grid_does_not_begin_where_only_its_head_would_fit():
    made = pages()
    head = Row({0: Cell("голова")}, 10)
    made.flow([Lines(Cell("верх"), after=240), JournalGrid([60], [head, Row({}, 30)], head=1)])
    assert ["голова" in page for page in texts(made)] == [False, True]


def test_what_fits_on_no_page_is_refused():
    made = pages()
    with pytest.raises(PaperError):
        made.flow([Lines(Cell("слово"), before=400)])


def test_a_lying_page_is_bound_at_its_top():
    made = pages()
    made.flow([text("раз")], lying=True)
    made.flow([text("два")])
    assert page_sizes(made.pdf()) == [(297, 210), (210, 297)]


def test_a_reserved_page_is_drawn_when_the_others_are():
    made = pages()
    number = made.reserve()
    made.flow([text("глава")], chapter="Глава")
    made.fill(number, [text(f"{made.chapters}")])
    assert texts(made) == ["Журнал 1 [('Глава', 2)]", "2 Журнал глава"]


def test_chapters_are_the_readers_table_of_contents():
    made = pages()
    made.flow([text("раз")], chapter="Алгебра")
    made.flow([text("два")], chapter="Физика")
    reader = PdfReader(BytesIO(made.pdf()))
    found = [(entry.title, reader.get_destination_page_number(entry)) for entry in reader.outline]
    assert found == [("Алгебра", 0), ("Физика", 1)]


def test_the_archival_file_has_its_day_its_fonts_and_the_same_bytes():
    def once():
        made = pages()
        number = made.reserve()
        made.flow([text("раз", bold=True), JournalGrid([20, 20], [Row({0: Cell("Ё")}, 6)])])
        made.fill(number, [text("№ §")])
        return as_pdfa(made.pdf(), made_on=DAY)

    first, second = once(), once()
    assert first == second
    assert loose_fonts(first) == set()
    reader = PdfReader(BytesIO(first))
    xmp = reader.root_object["/Metadata"].get_data().decode()
    assert [part in xmp for part in (">2</pdfaid:part>", ">B</pdfaid:conformance>")] == [True] * 2
    assert reader.metadata.creation_date.date() == DAY


def test_what_is_no_pdf_a_is_refused():
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = BytesIO()
    canvas = Canvas(out, initialFontName="Helvetica")
    canvas.drawString(100, 100, "Helvetica is not embedded")
    canvas.save()
    with pytest.raises(PaperError, match="PDF/A"):
        as_pdfa(out.getvalue(), made_on=DAY)
