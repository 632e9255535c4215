"""The forum: sections for audiences, topics, posts, moderation, search [M3]."""

import datetime as dt

import pytest

from app.board.enums import Audience
from app.board.models import ForumPost, ForumTopic
from app.board.operations.forum import (
    begin_topic,
    close_topic,
    hide_post,
    save_section,
    show_post,
    write_post,
)
from app.board.queries.forum import (
    ON_PAGE,
    post_of,
    posts,
    search,
    section_of,
    sections,
    topic_of,
    topics,
)
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.messages.models import Notice
from tests.board.people import NOW, people_of

pytestmark = pytest.mark.req("M3")

STAFF = {"admin", "director", "deputy", "secretary", "teacher", "head"}
LEADERS = {"admin", "director", "deputy"}
PARENTS, PUPILS = {"parent", "foreign parent"}, {"pupil", "foreign pupil"}


@pytest.fixture
def people(school):
    return people_of(school)


def section(people, audience=Audience.ALL, title="Беседа") -> int:
    with unit_of_work("form", people["deputy"]):
        made = save_section(people["deputy"], title=title, about="", audience=audience)
        return made.id


def begin(who, section_id: int, title="О столовой", text="Вкусно ли?", now=NOW) -> int:
    with unit_of_work("form", who):
        return begin_topic(who, section_id=section_id, title=title, text=text, now=now).id


def write(who, topic_id: int, text="Да", now=NOW) -> int:
    with unit_of_work("form", who):
        return write_post(who, topic_id=topic_id, text=text, now=now).id


def hide(who, post_id: int, reason="Грубость") -> None:
    with unit_of_work("form", who):
        hide_post(who, post_id=post_id, reason=reason, now=NOW, letters={})


def texts(who, topic_id: int, page=1) -> list[str]:
    return [post.text for post in posts(who, topic_of(who, topic_id), page).rows]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience.ALL, STAFF | PARENTS | PUPILS),
        (Audience.STAFF, STAFF),
        (Audience.PARENTS, PARENTS | LEADERS),
        (Audience.PUPILS, PUPILS | LEADERS),
    ],
)
def test_outside_the_audience_nothing_of_a_section_exists(people, audience, expected):
    key = section(people, audience)
    topic = begin(people["deputy"], key)
    post = db.session.query(ForumPost).one().id
    for name, who in people.items():
        asked = [
            lambda who=who: section_of(who, key),
            lambda who=who: topic_of(who, topic),
            lambda who=who: post_of(who, post),
            lambda who=who: write(who, topic),
            lambda who=who: begin(who, key),
        ]
        if name in expected:
            assert [line.section.id for line in sections(who)] == [key]
            assert len(search(who, "столовой", 1).rows) >= 1
            for ask in asked:
                ask()
        else:
            assert (sections(who), search(who, "столовой", 1).rows) == ([], [])
            for ask in asked:
                with pytest.raises(NotFound):
                    ask()


@pytest.mark.usefixtures("app")
def test_topics_stand_by_their_last_post_and_count_what_one_may_read(people):
    key, hour = section(people), dt.timedelta(hours=1)
    first, second = (begin(people["parent"], key, f"Тема {n}", now=NOW + n * hour) for n in (1, 2))
    answer = write(people["teacher"], first, now=NOW + 3 * hour)
    lines = lambda who: [  # noqa: E731
        (line.topic.id, line.posts) for line in topics(who, section_of(who, key), 1).rows
    ]
    assert lines(people["pupil"]) == [(first, 2), (second, 1)]
    hide(people["deputy"], answer)
    assert (lines(people["pupil"])[0], lines(people["deputy"])[0]) == ((first, 1), (first, 2))


@pytest.mark.usefixtures("app")
def test_a_hidden_post_is_seen_by_its_author_and_the_moderators_with_the_reason(people):
    topic = begin(people["teacher"], section(people))
    rude = write(people["parent"], topic, "Грубое слово")
    hide(people["deputy"], rude)
    everybody = {name: texts(who, topic) for name, who in people.items()}
    assert {name for name, found in everybody.items() if "Грубое слово" in found} == {
        *LEADERS,
        "parent",
    }
    assert post_of(people["parent"], rude).hidden_reason == "Грубость"
    found = {name: len(search(who, "грубое", 1).rows) for name, who in people.items()}
    assert {name for name, count in found.items() if count} == LEADERS
    notice = db.session.query(Notice).one()
    assert (notice.user_id, notice.address) == (people["parent"].user_id, f"/forum/topics/{topic}")
    assert notice.text == "Ваше сообщение в теме «О столовой» скрыто: Грубость"
    with unit_of_work("form", people["director"]):
        show_post(people["director"], post_id=rude)
    assert texts(people["pupil"], topic) == ["Вкусно ли?", "Грубое слово"]


@pytest.mark.usefixtures("app")
def test_a_topic_whose_posts_are_all_hidden_is_hidden_with_its_title(people):
    key = section(people)
    topic = begin(people["pupil"], key, "Грубый заголовок")
    hide(people["deputy"], db.session.query(ForumPost).one().id)
    seen = {name for name, who in people.items() if topics(who, section_of(who, key), 1).rows}
    assert seen == {*LEADERS, "pupil"}
    counted = {name for name, who in people.items() if sections(who)[0].topics}
    assert counted == {*LEADERS, "pupil"}
    with pytest.raises(NotFound):
        topic_of(people["parent"], topic)


@pytest.mark.parametrize("who", ["teacher", "head", "secretary", "parent", "pupil"])
def test_only_deputies_the_director_and_the_administrator_moderate(people, who):
    key = section(people)
    topic = begin(people[who], key)
    post = db.session.query(ForumPost).one().id
    for write_ in (
        lambda: hide_post(people[who], post_id=post, reason="Так", now=NOW, letters={}),
        lambda: show_post(people[who], post_id=post),
        lambda: close_topic(people[who], topic_id=topic, closed=True),
        lambda: save_section(people[who], title="Моё", about="", audience=Audience.ALL),
    ):
        with pytest.raises(Forbidden), unit_of_work("form", people[who]):
            write_()


def test_a_post_is_not_hidden_without_a_reason(people):
    begin(people["teacher"], section(people))
    with pytest.raises(Refused):
        hide(people["deputy"], db.session.query(ForumPost).one().id, "")
    assert db.session.query(ForumPost).one().hidden_at is None


def test_a_closed_topic_is_only_read(people):
    topic = begin(people["teacher"], section(people))
    with unit_of_work("form", people["deputy"]):
        close_topic(people["deputy"], topic_id=topic, closed=True)
    with pytest.raises(Refused):
        write(people["parent"], topic)
    assert texts(people["parent"], topic) == ["Вкусно ли?"]
    with unit_of_work("form", people["deputy"]):
        close_topic(people["deputy"], topic_id=topic, closed=False)
    write(people["parent"], topic)
    assert len(texts(people["parent"], topic)) == 2


@pytest.mark.usefixtures("app")
def test_long_topics_are_read_by_pages(people):
    topic = begin(people["teacher"], section(people), text="0")
    for number in range(1, ON_PAGE + 1):
        write(people["parent"], topic, str(number), NOW + dt.timedelta(minutes=number))
    who = people["pupil"]
    assert texts(who, topic, 1) == [str(number) for number in range(ON_PAGE)]
    assert texts(who, topic, 0) == texts(who, topic, 2) == texts(who, topic, 99) == [str(ON_PAGE)]


@pytest.mark.usefixtures("app")
def test_posts_are_found_by_words_of_topic_text_and_author_whatever_the_case(people):
    topic = begin(people["teacher"], section(people), "Ёлка в зале", "Кто поможет?")
    write(people["parent"], topic, "Поможем на 100%")
    found = lambda words: [post.text for post in search(people["pupil"], words, 1).rows]  # noqa: E731
    assert found("елка ПОМОЖЕМ") == ["Поможем на 100%"]
    assert (found("100%"), found("_"), found("нет")) == (["Поможем на 100%"], [], [])
    assert found("иванова") == ["Кто поможет?"]


@pytest.mark.parametrize(("title", "text"), [("", "Текст"), ("Тема", ""), ("т" * 201, "Текст")])
def test_a_topic_needs_a_title_and_a_text(people, title, text):
    key = section(people)
    with pytest.raises(Refused):
        begin(people["teacher"], key, title, text)
    assert db.session.query(ForumTopic).count() == 0
