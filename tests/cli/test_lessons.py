import datetime as dt

import pytest

from app.core import clock
from app.core.db import db
from app.plan.models import LessonPlan
from app.timetable.models import Lesson
from tests import factories as make
from tests.conftest import shared_file

D = dt.date


@pytest.fixture
def run(sqlite_app, school, monkeypatch):
    moment = dt.datetime(2026, 9, 2, 9, 0, tzinfo=clock.now().tzinfo)
    monkeypatch.setattr(clock, "now", lambda: moment)
    runner = sqlite_app.test_cli_runner()
    return lambda *args: runner.invoke(args=list(args))


def lessons():
    return db.session.scalar(db.select(db.func.count(Lesson.id)))


@pytest.mark.req("S5")
def test_lessons_are_made_from_the_command_line(run, school):
    make.make_slot(school.algebra, 1, 3)
    make.make_slot(school.foreign, 1, 4)
    span = ("--from", "07.09.2026", "--to", "2026-09-20")
    look = run("lessons", "make", *span, "--dry-run")
    assert look.output.splitlines() == [
        "7А: добавлено 2, изменено 0, убрано 0.",
        "8Б: добавлено 2, изменено 0, убрано 0.",
        "Изменится: добавлено 4, изменено 0, убрано 0.",
    ]
    assert lessons() == 5
    one = run("lessons", "make", *span, "--class", "7а")
    assert one.output.splitlines()[-1] == "Сделано: добавлено 2, изменено 0, убрано 0."
    assert run("lessons", "make", *span).output.splitlines() == [
        "8Б: добавлено 2, изменено 0, убрано 0.",
        "Сделано: добавлено 2, изменено 0, убрано 0.",
    ]
    assert run("lessons", "make", *span).output == "Всё соответствует расписанию: менять нечего.\n"
    assert lessons() == 9


@pytest.mark.req("S5")
def test_what_was_left_is_told_with_the_reason(run, school):
    slot = make.make_slot(school.algebra, 1, 3, valid_to=D(2026, 9, 2))
    make.make_lesson(school.algebra, D(2026, 9, 7), 3, slot=slot, topic="Дроби")
    told = run("lessons", "make", "--from", "2026-09-07").output.splitlines()
    assert told[-1] == "Оставлен: 07.09.2026, 3-й урок, 7А, Алгебра — в нём есть записи."


@pytest.mark.req("S5")
@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["--class", "9Я"], "Нет такого класса: 9Я."),
        (["--from", "2026-10-01", "--to", "2026-09-01"], "Конец не может быть раньше начала."),
    ],
)
def test_lessons_are_refused_with_exit_code_1_and_a_russian_reason(run, args, text):
    for dry in ([], ["--dry-run"]):
        done = run("lessons", "make", *args, *dry)
        assert (done.exit_code, done.stderr) == (1, f"{text}\n")


@pytest.mark.req("J4", "S8")
def test_plan_is_imported_from_the_command_line_and_again_changes_nothing(run, school):
    plan = str(shared_file("ktp/thematic_algebra-ooo-bazovyj.csv"))
    named = ("import", "ktp", plan, "--subject", "алгебра", "--class", "7А")
    look = run(*named, "--dry-run")
    assert look.output.splitlines() == [
        "Курсы: 7А, Алгебра.",
        "Новых тем 5, изменено 0, убрано 0, без изменений 0.",
    ]
    assert db.session.scalar(db.select(db.func.count(LessonPlan.id))) == 0
    assert run(*named).output.splitlines()[1:] == [
        "Новых тем 5, изменено 0, убрано 0, без изменений 0.",
        "7А, Алгебра: не хватило уроков на 99 ч.",
    ]
    again = run("import", "ktp", plan, "--course", str(school.algebra.id))
    assert again.output.splitlines()[1] == "Новых тем 0, изменено 0, убрано 0, без изменений 5."


@pytest.mark.req("J4", "S8")
def test_faulty_plan_is_refused_with_every_row(run, school, tmp_path):
    file = tmp_path / "план.csv"
    file.write_text("Тема;Часы\nДроби;0\n;1\n", "utf-8")
    done = run("import", "ktp", str(file), "--course", str(school.algebra.id))
    assert (done.exit_code, done.stderr.splitlines()) == (
        1,
        [
            "Строка 2: часы — целое число от 1 до 200, а не «0»",
            "Строка 3: нет темы",
            "Ничего не загружено: исправьте файл.",
        ],
    )
    assert db.session.scalar(db.select(db.func.count(LessonPlan.id))) == 0


@pytest.mark.req("J4")
@pytest.mark.parametrize(
    ("args", "text"),
    [
        ([], "Назовите --course или --subject и --class."),
        (["--subject", "Физика", "--class", "7А"], "Нет курса «Физика» в классе 7А."),
        (["--course", "999"], "Такой страницы или записи нет."),
    ],
)
def test_plan_without_a_course_is_refused(run, school, tmp_path, args, text):
    file = tmp_path / "план.csv"
    file.write_text("Тема\nДроби\n", "utf-8")
    done = run("import", "ktp", str(file), *args)
    assert (done.exit_code, done.stderr.strip()) == (1, text)
