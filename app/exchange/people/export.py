"""The lists of people as a file that an import takes unchanged; templates to fill in [S8]."""

import datetime as dt
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from app.classes.models import ClassMembership
from app.classes.queries import span_of
from app.core.actor import Actor
from app.core.sheet import cell_of, write_csv, write_xlsx
from app.exchange.people.columns import PUPILS, USUAL_GUARDIANS, Field, fields_of
from app.exchange.people.stored import Stored, stored_people
from app.exchange.people.values import written
from app.people.access import require_may_keep_people
from app.people.models import Guardianship

_ROWS = 2000  # of a template that have pick lists and hints
_WIDTHS = {"note": 40, "email": 26, "came_from": 24}
_LONGEST_LIST = 250  # letters of the choices that a spreadsheet keeps in a cell's rule


def people_file(actor: Actor, kind: str, form: str, today: dt.date) -> BytesIO:
    """The list of pupils in the classes, or of staff: `form` xlsx or csv; raises Forbidden [S8]."""
    require_may_keep_people(actor)
    stored = stored_people(kind, today)
    most = max((len(links) for links in stored.links.values()), default=0)
    fields = [one for one in fields_of(kind, max(most, USUAL_GUARDIANS)) if _is_own(one)]
    rows = [[values.get(one.key, "") for one in fields] for values in _lines(stored, today)]
    headings = [one.heading for one in fields]
    return BytesIO((write_xlsx if form == "xlsx" else write_csv)(headings, rows))


def _is_own(one: Field) -> bool:
    """«ФИО» repeats what three columns tell."""
    return not one.key.endswith("full_name")


def _lines(stored: Stored, today: dt.date) -> Iterator[dict[str, str]]:
    if stored.kind != PUPILS:
        yield from (_card(one, fields_of(stored.kind)) for one in stored.people)
        return
    people = {one.id: one for one in stored.people}
    for stay in _stays(stored, stored.day(today)):
        pupil = people[stay.pupil_id]
        yield {
            **_card(pupil, fields_of(PUPILS, 0)),
            "class": stay.school_class.name,
            "since": written(stay.since),
            "came_from": stay.came_from,
            "arrival_order": stay.arrival_order,
            **_family(stored.links.get(pupil.id, [])),
        }


def _stays(stored: Stored, day: dt.date) -> list[ClassMembership]:
    """Who is in which class on the day, or will come: by class and name."""
    going = [
        next((stay for stay in stays if span_of(stay).last >= day), None)
        for stays in stored.stays.values()
    ]
    order = {one.id: number for number, one in enumerate(stored.people)}
    known = [stay for stay in going if stay is not None]
    classes = {one.id: number for number, one in enumerate(stored.classes.values())}
    return sorted(known, key=lambda stay: (classes[stay.class_id], order[stay.pupil_id]))


def _card(person: Any, fields: Sequence[Field]) -> dict[str, str]:
    known = {one.key: written(getattr(person, one.key, "")) for one in fields}
    return {**known, "code": str(person.id)}


def _family(links: Sequence[Guardianship]) -> dict[str, str]:
    columns = ("last_name", "first_name", "middle_name", "sex", "phone", "email")
    found: dict[str, str] = {}
    for number, link in enumerate(links, 1):
        guardian = link.guardian
        values = {name: written(getattr(guardian, name)) for name in columns}
        values |= {"code": str(guardian.id), "relation": link.relation}
        found |= {f"g{number}_{name}": value for name, value in values.items()}
    return found


def template_file(kind: str, form: str, class_names: Sequence[str] = ()) -> BytesIO:
    """An empty list with the headings; in XLSX a hint and a pick list in each cell [S8]."""
    fields = [one for one in fields_of(kind, USUAL_GUARDIANS) if _is_own(one)]
    if form == "csv":
        return BytesIO(write_csv([one.heading for one in fields], []))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ученики" if kind == PUPILS else "Сотрудники")
    sheet.freeze_panes = "C2"
    for number, one in enumerate(fields, 1):
        letter = get_column_letter(number)
        width = _WIDTHS.get(one.key, len(one.heading) + 3)
        sheet.column_dimensions[letter].width = max(12, width)
        choices = class_names if one.key == "class" else one.choices
        rule = _rule(one, choices)
        rule.add(f"{letter}2:{letter}{_ROWS}")
        sheet.data_validations.append(rule)
    sheet.append([cell_of(sheet, one.heading, bold=True) for one in fields])
    _explain(book, fields)
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def _rule(one: Field, choices: Sequence[str]) -> DataValidation:
    """What a spreadsheet offers and says when the cell is chosen; anything may be typed."""
    listed = ",".join(choices)
    fits = 0 < len(listed) <= _LONGEST_LIST
    rule = DataValidation(
        type="list" if fits else None,
        formula1=f'"{listed}"' if fits else None,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=bool(one.hint),
    )
    rule.promptTitle, rule.prompt = (one.heading[:32], one.hint) if one.hint else (None, None)
    return rule


def _explain(book: Workbook, fields: Sequence[Field]) -> None:
    """A second sheet: what stands in which column."""
    sheet = book.create_sheet("Как заполнять")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 90
    head = cell_of(sheet, "Одна строка — один человек. Пустая клетка ничего не меняет.")
    head.font = Font(bold=True)
    sheet.append([head])
    for one in fields:
        hint = one.hint or ("Одно из: " + ", ".join(one.choices) if one.choices else "")
        sheet.append([cell_of(sheet, one.heading), cell_of(sheet, hint)])
