from dataclasses import replace

import pytest

from app.core.errors import Refused
from app.core.sheet import template, write_csv, write_xlsx
from app.plan.forms import COLUMNS, as_text, plan_from_file, plan_from_text
from app.plan.rules.lines import Kind, PlanLine
from tests.conftest import shared_file

KINDS = [Kind(1, "К", "контрольная"), Kind(2, "П", "практическая")]
HEADINGS = [column.heading for column in COLUMNS]
ROWS = [
    ["1", "Числа", "Дроби", "2", "К", "§ 1", "01.09.2026"],
    ["2", "Числа", "Степени", "", "", "", ""],
]


@pytest.mark.req("J4", "S8")
@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_plan_is_read_from_xlsx_and_csv_alike(sqlite_app, write):
    found = plan_from_file(write(HEADINGS, ROWS), KINDS, 7)
    assert [(x.section, x.title, x.hours, x.kind, x.homework) for x in found.lines.lines] == [
        ("Числа", "Дроби", 2, 1, "§ 1"),
        ("Числа", "Степени", 1, None, ""),
    ]
    assert (found.lines.faults, found.unknown) == ((), ())


@pytest.mark.req("J4", "S8")
def test_own_template_is_read_without_faults(sqlite_app):
    for kind in ("xlsx", "csv"):
        found = plan_from_file(template(COLUMNS, kind), KINDS, 7)
        assert (len(found.lines.lines), found.lines.faults) == (1, ())


@pytest.mark.req("S8")
def test_file_without_topics_says_which_heading_is_missing(sqlite_app):
    with pytest.raises(Refused) as refused:
        plan_from_file(write_csv(["Имя", "Часы"], [["а", "1"]]), KINDS, 7)
    assert "«Тема»" in str(refused.value.faults[0].text)


@pytest.mark.req("S8")
def test_unknown_heading_is_named(sqlite_app):
    found = plan_from_file(write_csv(["Тема", "УУД"], [["Дроби", "читать"]]), KINDS, 7)
    assert found.unknown == ("УУД",)


@pytest.mark.req("J4")
def test_pasted_rows_are_read_with_and_without_headings(sqlite_app):
    body = "1\tЧисла\tДроби\t2\tК\t§ 1\t01.09.2026"
    for text in (body, "\t".join(HEADINGS) + "\n" + body):
        found = plan_from_text(text, KINDS, 7)
        assert [(x.title, x.hours, x.kind) for x in found.lines.lines] == [("Дроби", 2, 1)]
    assert plan_from_text(body, KINDS, 7).lines.lines[0].row == 1


@pytest.mark.req("J4")
@pytest.mark.parametrize(
    "line",
    [
        PlanLine(2, "", "Простая"),
        PlanLine(2, "Раздел «1»", 'С "кавычками"', 3, 1, "§ 1\n№ 5"),
        PlanLine(2, "", 'Кавычка " и\tтабуляция'),
        PlanLine(2, "", "=1+1"),
        PlanLine(2, "", "- тире в начале"),
        PlanLine(2, "", "'апостроф"),
    ],
)
def test_what_the_preview_showed_is_what_is_stored(sqlite_app, line):
    text = as_text([line], KINDS)
    read = plan_from_text(text, KINDS, 7).lines
    assert [replace(x, row=2) for x in read.lines] == [line]


@pytest.mark.req("J4", "S8")
@pytest.mark.parametrize(
    ("file", "grade", "topics", "hours", "practical"),
    [
        ("lessons_geografiya-ooo_8.csv", 8, 68, 68, 4),
        ("lessons_istoriya-ooo_5.csv", 5, 102, 102, 0),
        ("lessons_russkij-yazyk-ooo_5.csv", 5, 170, 170, 19),
        ("lessons_russkij-yazyk-ooo_6_v1.csv", 6, 204, 204, 33),
        ("lessons_russkij-yazyk-ooo_6_v2.csv", 6, 170, 170, 28),
        ("lessons_russkij-yazyk-ooo_7.csv", 7, 136, 136, 36),
        ("thematic_algebra-ooo-bazovyj.csv", 7, 5, 102, 0),
        ("thematic_algebra-ooo-bazovyj.csv", 9, 7, 102, 0),
        ("thematic_fizika-ooo-bazovyj.csv", 8, 7, 68, 0),
        ("thematic_informatika-ooo-bazovyj.csv", 7, 9, 34, 0),
    ],
)
def test_real_plans_are_read(sqlite_app, file, grade, topics, hours, practical):
    found = plan_from_file(shared_file(f"ktp/{file}").read_bytes(), KINDS, grade)
    lines = found.lines.lines
    assert (found.lines.faults, found.unknown) == ((), ())
    assert len(lines) == topics
    assert sum(line.hours for line in lines) == hours
    assert sum(line.kind == 2 for line in lines) == practical
    assert [
        vars(x) | {"row": 0}
        for x in plan_from_text(as_text(lines, KINDS), KINDS, grade).lines.lines
    ] == [vars(x) | {"row": 0} for x in lines]
