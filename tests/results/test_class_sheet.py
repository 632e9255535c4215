"""The sheet of results of a class [R1 R2 P3]."""

import pytest
from lxml import html

from app.core import clock
from app.core.db import db
from app.school.models import School
from tests import factories as make
from tests.journal.entries import as_actor
from tests.journal.test_views import found
from tests.results.test_sheet import World


class Class7A(World):
    """The world of a course's sheet with a class teacher, and English in the first group."""

    @make.together()
    def __init__(self):
        super().__init__()
        self.head = self.of.teacher = make.make_staff("Сидорова")
        self.other = make.make_staff("Петрова")
        group = make.make_subgroup(self.of, "1 группа", division="Английский язык")
        since = self.periods[0].starts
        group_stay = make.SubgroupMembership(subgroup=group, pupil=self.pupils[0], since=since)
        make.save(group_stay)
        self.english = make.make_course(
            self.of, make.make_subject("Английский язык"), self.other, group, since=since
        )
        self.english_lesson = make.make_lesson(self.english, self.second[0].day, 3)


@pytest.fixture
def world(app):
    return Class7A()


def opened(client, world, number=1):
    url = f"/results/class/{world.of.id}?period={world.periods[number].id}"
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return html.fromstring(answer.get_data(as_text=True))


@pytest.fixture
def head(login, world):
    return login(as_actor(world.head, "class_teacher").user_id)


def cells(page, pupil):
    row = found(page, f"tr[data-pupil='{pupil.id}']")[0]
    return [cell for cell in row if cell.get("data-kind") == "result"]


@pytest.mark.req("R1", "P3")
def test_every_subject_has_result_and_proposal_of_each_pupil(head, world):
    """Algebra: (4·1 + 5·2) / 3 = 4.67 → 5; English is of the first group only."""
    abramov, borisova = world.pupils
    world.mark(world.second[0], abramov, "4")
    world.mark(world.second[1], abramov, "5", "К")
    world.result(1, borisova, "3")
    page = opened(head, world)
    heads = [th.text_content().strip() for th in found(page, "th.period")]
    assert heads == ["Алгебра", "Английский"]
    algebra, english = cells(page, abramov)
    assert (algebra.text, algebra.get("data-offer"), algebra.get("data-mean")) == (
        None,
        "5",
        "4,67",
    )
    assert int(english.get("data-course")) == world.english.id
    algebra, english = cells(page, borisova)
    assert algebra.text == "3"
    assert "out" in english.get("class").split()


@pytest.mark.req("R1", "R2")
def test_what_is_missing_and_what_rests_on_too_little_is_listed(head, world):
    world.result(1, world.pupils[0], "5")
    lists = found(opened(head, world), ".gaps")
    assert [one.text_content() for one in lists[0]] == [
        "Алгебра: Борисова Иван",
        "Английский язык (1 группа): Абрамов Иван",
    ]
    assert [one.text_content() for one in lists[1]] == ["Алгебра: Абрамов Иван (Отметок: 0 из 3.)"]


@pytest.mark.req("R1")
def test_a_course_without_lessons_in_the_period_lacks_nothing(head, world):
    missing = found(opened(head, world, 0), ".gaps")[0]
    assert [one.text_content() for one in missing] == ["ни у кого пока нет: Алгебра"]


@pytest.mark.req("S6")
def test_whoever_left_is_shown_and_has_no_cell_to_fill(head, world):
    classes = [cell.get("class").split() for cell in cells(opened(head, world), world.left)]
    assert all("out" in one for one in classes), classes


@pytest.mark.req("P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("role", "who", "status", "writes"),
    [
        ("class_teacher", "head", 200, True),
        ("class_teacher", "other", 404, False),
        ("teacher", "teacher", 403, False),
        ("admin", "other", 200, False),
        ("director", "other", 200, False),
        ("deputy", "other", 200, False),
        ("secretary", "other", 403, False),
        ("pupil", "other", 403, False),
        ("parent", "other", 403, False),
    ],
)
def test_who_opens_the_sheet_of_a_class_and_who_may_write(login, world, role, who, status, writes):
    foreign = make.make_staff("Чужая")
    staff = foreign if who == "other" else getattr(world, who)
    client = login(as_actor(staff, role).user_id)
    answer = client.get(f"/results/class/{world.of.id}?period={world.periods[1].id}")
    assert answer.status_code == status
    if status == 200:
        locked = found(html.fromstring(answer.text), "table.grid")[0].get("data-locked")
        assert (locked is None) is writes


@pytest.mark.req("P3")
def test_where_the_school_says_so_a_class_teacher_writes_the_own_subjects_only(login, world):
    db.session.scalars(db.select(School)).one().class_teacher_edits_marks = False
    make.save(make.CourseTeacher(course=world.english, staff=world.head, since=world.first.day))
    client = login(as_actor(world.head, "class_teacher").user_id)
    locks = [cell.get("data-locked") for cell in cells(opened(client, world), world.pupils[0])]
    assert locks == ["Этот журнал вам можно только смотреть.", None]


@pytest.mark.req("P3")
def test_the_way_to_the_sheet_leads_to_the_own_class(head, world):
    assert head.get("/results/class/").location == f"/results/class/{world.of.id}"


@pytest.mark.req("J6")
def test_class_1_has_no_sheet_of_results(login, world):
    teacher = make.make_staff("Первая")
    make.make_class(world.of.year, "1А", teacher=teacher)
    client = login(as_actor(teacher, "class_teacher").user_id)
    assert "нет класса с итоговыми отметками" in client.get("/results/class/").text


@pytest.mark.req("R1")
def test_the_sheet_of_a_class_costs_the_same_statements_for_any_class(head, world, statements):
    counts = []
    for number in range(2):
        opened(head, world)
        sent = statements()
        opened(head, world)
        counts.append(len(sent))
        course = make.make_course(world.of, make.make_subject(f"Предмет {number}"), world.teacher,
                                  since=clock.today())  # fmt: skip
        lesson = make.make_lesson(course, world.second[0].day, 4 + number)
        for _each in range(3):
            pupil = make.make_pupil(world.of, since=world.periods[0].starts)
            world.mark(lesson, pupil, "5")
        db.session.commit()
    assert counts == [18, 18]
