"""Pictures of figures: what is drawn is what the table says, and it can be read without colours."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from lxml import etree
from pypdf import PdfReader

from app.core.pdf.document import render
from app.core.pdf.picture import pictures
from app.core.picture import Chart, Series, drawn, svg, table_of
from app.core.picture.shapes import STYLES, Box, hatching

pytestmark = pytest.mark.req("R4")


def chart(*values, groups=("7А", "7Б"), **options):
    series = [Series(f"{at} четверть", line) for at, line in enumerate(values, 1)]
    return Chart("Качество", "Класс", groups, series, **options)


def texts(panel):
    return [label.text for label in panel.labels]


def test_the_table_has_the_figures_of_the_picture():
    shown = chart([10, Decimal("66.7")], [None, 30])
    assert table_of(shown) == (
        ["Класс", "1 четверть", "2 четверть"],
        [["7А", 10, None], ["7Б", Decimal("66.7"), 30]],
    )


def test_bars_are_as_high_as_their_figures_and_bear_them():
    (panel,) = drawn(chart([25, 100], most=100, unit="%"))
    heights = [box.height for box in panel.boxes]
    assert heights[1] == 4 * heights[0]
    assert texts(panel) == [
        *("0%", "20%", "40%", "60%", "80%", "100%"),
        *("25", "100", "7А", "7Б"),
    ]


def test_what_has_no_figure_has_no_bar_and_nought_is_a_figure():
    (panel,) = drawn(chart([None, 0]))
    assert [box.height for box in panel.boxes] == [0]
    assert texts(panel)[-3:] == ["0", "7А", "7Б"]


def test_many_groups_go_on_below_and_none_is_lost():
    groups = [f"{n}А" for n in range(30)]
    panels = drawn(chart(*[[50] * 30] * 4, groups=groups))
    assert len(panels) == 3
    found = [text for panel in panels for text in texts(panel) if text in groups]
    assert found == groups
    assert sum(len(panel.boxes) for panel in panels) == 4 + 4 * 30  # those of the legend first


def test_a_long_name_is_turned_and_whole():
    names = ("Основы безопасности жизнедеятельности", *"абвгдежзиклмно")
    (panel,) = drawn(chart([1] * 15, groups=names))
    turned = [label.text for label in panel.labels if label.turned and label.anchor == "end"]
    assert " ".join(turned[:-14]) == names[0]


@pytest.mark.parametrize("series", range(len(STYLES)))
def test_hatching_stays_inside_its_bar(series):
    box = Box(10, 20, 30, 40, series)
    for rule in hatching(box):
        assert 10 <= min(rule.x1, rule.x2) <= max(rule.x1, rule.x2) <= 40
        assert 20 <= min(rule.y1, rule.y2) <= max(rule.y1, rule.y2) <= 60


def test_series_differ_without_colours():
    assert len({(style.slopes, style.fill) for style in STYLES}) == len(STYLES)
    hatched = [style.slopes for style in STYLES if style.fill == "#ffffff"]
    assert len(set(hatched)) == len(hatched)


def test_the_svg_holds_names_as_text_and_neither_script_nor_address():
    page = svg(chart([1, 2], groups=("<script>", "7Б & 7В")))
    root = etree.fromstring(str(page))
    assert root.get("role") == "img"
    assert [node.text for node in root.iter("{*}text")][-2:] == ["<script>", "7Б & 7В"]
    assert {etree.QName(node).localname for node in root.iter()} == {
        *("div", "svg", "rect", "path", "text"),
    }
    assert re.findall(r"(?:href|src|style|on\w+)=", page) == []


def test_paper_has_the_same_texts():
    shown = chart([25, 100], [50, None], most=100)
    html = '<p style="font-family: PT Sans">Рисунок</p><jgrid ref="one"></jgrid>'
    (panel,) = pictures(shown)
    text = PdfReader(BytesIO(render(html, {"one": panel}))).pages[0].extract_text()
    assert text.split() == ["Рисунок", *" ".join(texts(panel.drawing)).split()]
