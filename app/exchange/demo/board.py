"""Announcements, two documents of the staff room, one topic of the forum [M2 M3 M4]."""

import datetime as dt
from pathlib import Path

from flask import current_app
from markupsafe import escape

from app.board.enums import Audience, PaperSection
from app.board.operations.announcements import Card, announce
from app.board.operations.forum import begin_topic, save_section, write_post
from app.board.operations.papers import FILES, add_paper, read_paper
from app.core import clock
from app.core.actor import Actor
from app.core.files import Scan, keep_file
from app.core.pdf.document import render
from app.exchange.demo.world import HOME_CLASS, World

_SHOWN = dt.timedelta(days=14)
_LARGEST = 1_000_000  # bytes
_RULES = "Положение о ведении электронного журнала"
_RULES_TEXT = (
    "1. Журнал ведётся в электронном виде. 2. Тему урока и отсутствующих учитель вносит в день"
    " урока, домашнее задание — до конца учебного дня. 3. Классный руководитель выверяет неделю"
    " до среды следующей. 4. Журнал печатается и хранится пять лет."
)
_ORDER = "Приказ № 41 «О проведении субботника»"
_ORDER_TEXT = "Провести субботник на территории школы. Ответственные — классные руководители."


def make_board(world: World) -> int:
    """The board of the school around today; how many announcements, documents and posts."""
    day = min(world.ago(3), world.year.ends)
    now = dt.datetime.combine(day, dt.time(9, 10), clock.now().tzinfo)
    deputy = _actor(world, "deputy", "deputy")
    teacher = _actor(world, "maths1", "teacher")
    return _announce(world, deputy, now) + _papers(deputy, teacher, now) + _talk(world, deputy, now)


def _announce(world: World, deputy: Actor, now: dt.datetime) -> int:
    head = _actor(world, "russian1", "class_teacher")
    day = now.date()
    ends = max(day, world.today) + _SHOWN
    cards = (
        (
            deputy,
            Card(
                "Субботник",
                "В субботу в 10.00 собираемся у главного входа. Перчатки и мешки выдаст школа.",
                Audience.ALL,
                day,
                ends,
            ),
        ),
        (
            head,
            Card(
                "Поездка в музей",
                "Выезжаем в пятницу в 12.30 от школы. Согласие родителей — до среды.",
                Audience.CLASSES,
                day,
                ends,
                (world.classes[HOME_CLASS].id,),
            ),
        ),
    )
    for actor, card in cards:
        announce(actor, card=card, now=now)
    return len(cards)


def _papers(deputy: Actor, teacher: Actor, now: dt.datetime) -> int:
    documents = (
        (PaperSection.RULES, _RULES, _RULES_TEXT),
        (PaperSection.ORDER, _ORDER, _ORDER_TEXT),
    )
    made = [
        add_paper(
            deputy,
            section=section,
            title=title,
            must_read=True,
            files=lambda title=title, text=text: [_file(title, text)],  # type: ignore[misc]
            now=now,
        )
        for section, title, text in documents
    ]
    read_paper(teacher, paper_id=made[0].id, now=now + dt.timedelta(hours=2))
    return len(made)


def _file(title: str, text: str) -> Scan:
    pdf = render(f"<h1>{escape(title)}</h1><p>{escape(text)}</p>", title=title)
    folder = Path(current_app.config["INSTANCE_DIR"]) / FILES
    return keep_file(folder, pdf, f"{title}.pdf", _LARGEST)


def _talk(world: World, deputy: Actor, now: dt.datetime) -> int:
    mother = Actor(world.mother.user_id, world.mother.call_name, frozenset({"parent"}))
    section = save_section(
        deputy,
        title="Школьная жизнь",
        about="Питание, кружки, праздники",
        audience=Audience.ALL,
    )
    topic = begin_topic(
        mother,
        section_id=section.id,
        title="Кружок робототехники",
        text="Можно ли записать семиклассника в середине четверти?",
        now=now,
    )
    answer = "Да, в группе есть места: занятия по вторникам в 15.00, кабинет информатики."
    write_post(deputy, topic_id=topic.id, text=answer, now=now + dt.timedelta(hours=1))
    return 2


def _actor(world: World, key: str, role: str) -> Actor:
    person = world.staff[key]
    return Actor(person.user_id, person.call_name, frozenset({role}), staff_id=person.id)
