from collections import Counter

import pytest
from reportlab.lib.units import mm

from app.core.pdf.cells import Cell, Row
from app.core.pdf.document import render
from app.core.pdf.fonts import NARROW
from app.core.pdf.grid import JournalGrid
from app.core.pdf.wrapping import PaperError
from tests.paper import loose_fonts, page_sizes, page_texts, page_words

PAGE = """<html><head><style>
@page { size: a4 landscape; margin: 10mm }
html { font-family: "PT Sans"; font-size: 9pt }
</style></head><body><jgrid ref="grid"></jgrid></body></html>"""


def printed(grid):
    return render(PAGE, {"grid": grid})


def head(*titles, turned=False):
    cells = [Cell(title, turned=turned, bold=True) for title in titles]
    return Row(dict(enumerate(cells)), 30 if turned else 5)


def one_column(*texts, width=60, **options):
    return JournalGrid([width], [Row({0: Cell(text)}) for text in texts], **options)


def test_every_word_of_a_long_grid_is_printed_once_and_the_head_on_each_page():
    rows = [Row({0: Cell(f"н{n}"), 1: Cell(f"Ученик{n}")}, 6) for n in range(100)]
    pdf = printed(JournalGrid([12, 60], [head("Номер", "Имя"), *rows], head=1))
    pages = page_words(pdf)
    assert len(pages) == 4
    assert [page[:2] for page in pages] == [["Номер", "Имя"]] * 4
    body = [word for page in pages for word in page[2:]]
    assert body == [word for n in range(100) for word in (f"н{n}", f"Ученик{n}")]


def test_every_font_is_in_the_file():
    grid = JournalGrid([40], [Row({0: Cell("Имя", family=NARROW, italic=True, bold=True)})])
    assert loose_fonts(printed(grid)) == set()
    assert loose_fonts(render('<p>абв <b>где</b></p><qr value="x" size="15"></qr>')) == set()


def test_the_same_grid_gives_the_same_bytes():
    first, second = (printed(one_column(*"абвгд")) for _again in range(2))
    assert first == second


def test_a_row_is_as_high_as_its_longest_text():
    text = "Основы духовно-нравственной культуры народов России и мира (углублённо)"
    grid = JournalGrid([30, 20], [Row({0: Cell(text), 1: Cell("а")}), Row({0: Cell("б")}, 8)])
    assert [round(height, 1) for height in grid.heights] == [19.1, 8.0]
    assert " ".join(page_words(printed(grid))[0]) == f"{text} а б".replace("духовно-", "духовно- ")


def test_a_cell_over_several_rows_makes_them_high_enough():
    tall = Cell("слово " * 12, rows=2)
    grid = JournalGrid([20, 20], [Row({0: tall, 1: Cell("а")}), Row({1: Cell("б")}), Row()])
    alone = JournalGrid([20], [Row({0: Cell(tall.text)})])
    first, second, third = grid.heights
    assert (round(first, 1), third) == (4.5, 0)
    assert round(first + second, 1) == round(alone.heights[0], 1)


def test_a_cell_higher_than_a_page_goes_on_on_the_next_ones():
    words = [f"слово{n}" for n in range(2000)]
    grid = JournalGrid(
        [20, 60], [head("Дата", "Тема"), Row({0: Cell("01.09"), 1: Cell(" ".join(words))})], head=1
    )
    pages = page_words(printed(grid))
    assert [page[:2] for page in pages] == [["Дата", "Тема"]] * len(pages)
    body = [word for page in pages for word in page[2:]]
    assert Counter(body) == Counter(["01.09", *words])


def test_joined_rows_stay_together_where_a_page_can_hold_them():
    rows = []
    for n in range(12):
        rows += [Row({0: Cell(f"день{n}", rows=6), 1: Cell("1")}, 6)]
        rows += [Row({1: Cell(str(number))}, 6) for number in range(2, 7)]
    pages = page_words(printed(JournalGrid([20, 10], rows)))
    assert [len(page) for page in pages] == [7 * 5, 7 * 5, 7 * 2]


def test_joined_rows_higher_than_a_page_are_divided_and_their_text_goes_on():
    words = [f"слово{n}" for n in range(150)]
    first = Row({0: Cell(" ".join(words), rows=50), 1: Cell("0")}, 6)
    rows = [first, *(Row({1: Cell(str(n))}, 6) for n in range(1, 50))]
    pages = page_texts(printed(JournalGrid([40, 10], rows)))
    drawn = Counter(char for page in pages for char in page if not char.isspace())
    assert drawn == Counter("".join([*words, *map(str, range(50))]))
    assert len(pages) == 2


def test_turned_text_stands_upright_and_its_row_grows_until_it_fits():
    title = "Основы безопасности и защиты Родины, Обществознание"
    grid = JournalGrid([8, 8], [head(title, "Химия", turned=True), Row({}, 6)], head=1)
    assert grid.heights[0] > 45
    words = page_texts(printed(grid))[0].split()
    assert Counter(words) == Counter([*title.split(), "Химия"])


def test_a_stretched_grid_fills_its_page():
    grid = one_column("а", "б", "в", stretch=True, head=1)
    width, height = grid.wrap(200 * mm, 100 * mm)
    assert (round(width / mm), round(height / mm, 1)) == (60, 100.0)
    assert grid._actual[0] == grid._least[0]
    assert grid._actual[1] == grid._actual[2]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: printed(one_column("а", width=300)), id="wider than the page"),
        pytest.param(lambda: one_column("Щ", width=3), id="letter wider than its column"),
        pytest.param(
            lambda: JournalGrid([3], [head("Обществознание", turned=True)]),
            id="turned text in a column narrower than a line",
        ),
        pytest.param(
            lambda: JournalGrid([9, 9], [Row({0: Cell("а", columns=3)})]), id="leaves the grid"
        ),
        pytest.param(
            lambda: JournalGrid([9], [Row({0: Cell("а", rows=2)}), Row()], head=1),
            id="reaches from the head into the body",
        ),
        pytest.param(
            lambda: JournalGrid([9, 9], [Row({0: Cell("а", columns=2), 1: Cell("б")})]),
            id="covers another cell",
        ),
        pytest.param(
            lambda: printed(one_column("слово " * 900, "а", head=1)), id="head higher than a page"
        ),
        pytest.param(
            lambda: printed(
                JournalGrid(
                    [8], [Row({0: Cell("я" * 140, turned=True, size=12)}, 150), Row({}, 60)]
                )
            ),
            id="turned text higher than a page",
        ),
    ],
)
def test_what_cannot_be_printed_whole_is_an_error(make):
    with pytest.raises(PaperError):
        make()


def test_paper_is_what_was_asked_for():
    assert page_sizes(printed(one_column("а"))) == [(297, 210)]
