"""`flask journal`: the journal of a class on paper [R6 R8]."""

import datetime as dt
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.binding.enums import Part
from app.binding.paper.book import Order, bound_journal
from app.binding.paper.slips import slips_pdf
from app.binding.queries.choices import class_named, pupil_named
from app.binding.queries.slips import class_slips
from app.binding.signature import signed_by_settings
from app.core import clock
from app.core.actor import SYSTEM
from app.core.errors import JournalError
from app.core.pdf.signing import signed

_FILE = click.Path(dir_okay=False, path_type=Path)
_DATE = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])
_PARTS = ", ".join(Part)
_BY_SETTINGS = "settings"

journal_group = AppGroup("journal", help="Журнал на бумаге.", short_help="Журнал на бумаге.")


class _Parts(click.ParamType):
    """«list,courses»: parts by their codes."""

    name = "parts"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """The parts of a list with commas."""
        try:
            return tuple(Part(code.strip()) for code in value.split(","))
        except ValueError:
            self.fail(f"Части журнала: {_PARTS}.", param, ctx)


@journal_group.command(
    "print",
    help="Журнал класса за год одним файлом PDF/A: страницы предметов, сводные ведомости, лист "
    "заверения. С --pupil — копия для семьи одного ученика, без имён и записей остальных.",
    short_help="Журнал класса за год одним файлом.",
)
@click.option("--class", "class_name", required=True, help="Класс, например 7А.")
@click.option("--year", type=int, help="Учебный год по сентябрю: 2026 — это 2026/2027.")
@click.option("--parts", type=_Parts(), default=",".join(Part), help=f"Части: {_PARTS}.")
@click.option("--pupil", help="Копия для семьи ученика: фамилия и имя.")
@click.option(
    "--sign",
    "certificate",
    is_flag=False,
    flag_value=_BY_SETTINGS,
    help="Подписать сертификатом директора: файл .p12; без файла — тем, что в SIGNING_P12.",
)
@click.option("--out", required=True, type=_FILE, help="Файл.")
def print_journal(
    class_name: str,
    year: int | None,
    parts: tuple[Part, ...],
    pupil: str | None,
    certificate: str | None,
    out: Path,
) -> None:
    """Print one journal; exit code 1 with the reason when it cannot be made."""
    now = clock.now()
    try:
        of = class_named(SYSTEM, class_name, year, now.date())
        child = pupil_named(of, pupil).id if pupil else None
        pdf = bound_journal(SYSTEM, Order(of.id, parts, child), made_on=now.date())
        whole = _signed(pdf, certificate, now) if certificate else pdf
    except JournalError as refused:
        raise click.ClickException(str(refused.text)) from refused
    out.write_bytes(whole)
    click.echo(f"Записано: {out}")


@journal_group.command(
    "slips",
    help="Еженедельные листы для родителей, которые подали письменное заявление: отметки, пропуски "
    "и домашнее задание каждого ученика класса.",
    short_help="Еженедельные листы для родителей.",
)
@click.option("--class", "class_name", required=True, help="Класс, например 7А.")
@click.option("--week", required=True, type=_DATE, help="Любой день недели.")
@click.option("--per-page", type=click.Choice(["2", "4"]), default="2", show_default=True)
@click.option("--out", required=True, type=_FILE, help="Файл.")
def print_slips(class_name: str, week: dt.datetime, per_page: str, out: Path) -> None:
    """Print the slips of a class; exit code 1 when nobody has applied."""
    day = week.date()
    try:
        found = class_slips(SYSTEM, class_named(SYSTEM, class_name, None, day).id, day)
    except JournalError as refused:
        raise click.ClickException(str(refused.text)) from refused
    if not found.slips:
        raise click.ClickException("Заявлений на еженедельный лист в этом классе нет.")
    out.write_bytes(slips_pdf(found, int(per_page)))
    click.echo(f"Листов: {len(found.slips)}. Записано: {out}")


def _signed(pdf: bytes, certificate: str, now: dt.datetime) -> bytes:
    if certificate == _BY_SETTINGS:
        return signed_by_settings(pdf, now=now)
    path = Path(certificate)
    if not path.is_file():
        raise click.BadParameter(f"Файла {certificate} нет.", param_hint="--sign")
    password = current_app.config["SIGNING_PASSWORD"] or click.prompt(
        "Пароль сертификата", hide_input=True, default="", show_default=False
    )
    return signed(pdf, p12=path.read_bytes(), password=password, now=now)
