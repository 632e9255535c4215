"""`flask import ktp`: a lesson plan becomes that of courses and stands on their lessons [J4]."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.stop import Stop
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from app.core.errors import JournalError
from app.core.files import MAX_BYTES
from app.plan import operations, queries
from app.plan.forms import ReadPlan, plan_from_file
from app.plan.models import Course
from app.school.queries import year_on
from app.timetable.operations.plans import import_plan


@click.command(
    "ktp",
    help=(
        "Загрузить КТП из FILE (XLSX или CSV) и расставить темы по урокам. Курс — по номеру"
        " или по предмету и классу. Повторная загрузка того же файла ничего не меняет."
    ),
    short_help="Загрузить КТП.",
)
@with_appcontext
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--course", type=int, help="Номер курса.")
@click.option("--subject", help="Предмет, например Алгебра.")
@click.option("--class", "names", multiple=True, help="Класс; можно несколько одной параллели.")
@click.option("--group", help="Подгруппа; без неё — все подгруппы.")
@click.option("--dry-run", is_flag=True, help="Только показать, что изменится.")
def ktp(
    file: Path,
    *,
    course: int | None,
    subject: str | None,
    names: tuple[str, ...],
    group: str | None,
    dry_run: bool,
) -> None:
    """Import a lesson plan; every fault is told, any fault ends with exit code 1."""
    today = clock.today()
    try:
        with file.open("rb") as opened, unit_of_work(way="import", actor=SYSTEM):
            courses = _courses(course, subject, names, group)
            kinds, grade = queries.work_kinds(), courses[0].school_class.grade
            read = plan_from_file(opened.read(MAX_BYTES + 1), kinds, grade)
            _refuse(read)
            change = operations.plan_change(
                operations.pairs_for(SYSTEM, courses[0], read.lines.lines)
            )
            without = {}
            if not dry_run:
                ids = [found.id for found in courses]
                done = import_plan(SYSTEM, course_ids=ids, lines=read.lines.lines, today=today)
                change, without = done.change, done.without_lesson
    except JournalError as error:
        raise Stop(str(error)) from error
    titles = {found.id: found.title for found in courses}
    click.echo(f"Курсы: {'; '.join(titles.values())}.")
    click.echo(
        f"Новых тем {change.new}, изменено {change.changed}, убрано {change.gone},"
        f" без изменений {change.same}."
    )
    for key, hours in without.items():
        click.echo(f"{titles.get(key, key)}: не хватило уроков на {hours} ч.")


def _courses(
    course: int | None, subject: str | None, names: tuple[str, ...], group: str | None
) -> list[Course]:
    """The courses that the options name; at least one, otherwise a message."""
    today = clock.today()
    if course is not None:
        return [queries.seen_course(SYSTEM, course, today)]
    if not subject or not names:
        raise Stop("Назовите --course или --subject и --class.")
    year = year_on(today)
    found: list[Course] = []
    for name in names:
        own = queries.course_by_names(year.id, name, subject, group) if year else []
        if not own:
            raise Stop(f"Нет курса «{subject}» в классе {name}.")
        found += own
    return found


def _refuse(read: ReadPlan) -> None:
    """Tell every fault and stop."""
    for fault in read.lines.faults:
        click.echo(f"Строка {fault.row}: {fault.text}" if fault.row else str(fault.text), err=True)
    if read.lines.faults:
        raise Stop("Ничего не загружено: исправьте файл.")
    if read.unknown:
        click.echo(f"Столбцы не загружаются: {', '.join(read.unknown)}.")
