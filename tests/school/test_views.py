import datetime as dt
import re

import pytest

from app.core.db import db
from app.school.models import AcademicYear, CalendarDay, GradingPeriod, School, Vacation
from tests import factories as make
from tests.people.test_views import fill, person

LISTS = {
    "/school/list/": "admin director deputy",
    "/rooms/list/": "admin secretary director deputy",
    "/subjects/list/": "admin secretary director deputy",
    "/years/list/": "admin director deputy",
    "/periods/list/": "admin secretary director deputy class_teacher teacher",
    "/vacations/list/": "admin secretary director deputy class_teacher teacher",
    "/special-days/list/": "admin secretary director deputy",
    "/shifts/list/": "admin",
    "/bells/list/": "admin secretary director deputy class_teacher teacher",
    "/bell-times/list/": "admin secretary director deputy class_teacher teacher",
}
ROLES = "admin director deputy secretary class_teacher teacher pupil parent"


@pytest.mark.req("P1", "P4")
@pytest.mark.parametrize("role", ROLES.split())
def test_each_role_opens_its_lists_of_the_structure_and_only_the_administrator_adds(
    sqlite_app, school, login, role
):
    client = person(login, role)
    opened = [url for url in LISTS if client.get(url).status_code == 200]
    assert opened == [url for url, roles in LISTS.items() if role in roles.split()]
    adds = [url for url in LISTS if client.get(url.replace("list/", "add")).status_code == 200]
    assert adds == (list(LISTS) if role == "admin" else [])


@pytest.mark.req("S1")
def test_calendar_shows_vacations_days_off_and_days_of_each_period(sqlite_app, school, login):
    make.save(Vacation(year=school.year, name="Осенние", starts=D(10, 24), ends=D(11, 1)))
    make.save(CalendarDay(day=D(9, 15), kind="day_off", note="Выборы"))
    page = person(login, "pupil").get("/calendar/?autumn=2026").text
    assert re.findall(r"<caption>(.*?)</caption>", page)[:2] == ["сентябрь", "октябрь"]
    assert len(re.findall(r'<td class="vacation', page)) == 9
    assert re.findall(r'title="(Выборы)">15<', page) == ["Выборы"]
    row = re.search(r"1 четверть</td><td[^>]*>(.*?)</td><td[^>]*>(\d+)<", page)
    assert row.groups() == ("01.09.2026 – 24.10.2026", "38")
    assert "Ввести" not in page


def D(month, day):  # noqa: N802  # reads as a date
    return dt.date(2026, month, day)


@pytest.mark.req("S1")
def test_classes_with_other_calendars_have_a_sheet_of_their_own(sqlite_app, school, login):
    make.make_class(school.year, "1А")
    make.make_class(school.year, "10А", days_per_week=6)
    make.save(
        Vacation(
            year=school.year,
            name="Доп.",
            starts=D(11, 9),
            ends=D(11, 15),
            first_grade=1,
            last_grade=1,
        )
    )
    page = person(login, "teacher").get("/calendar/?autumn=2026").text
    found = re.findall(r'<a href="/calendar/\?autumn=2026&amp;group=\d"[^>]*>(.*?)</a>', page)
    assert found == ["1А · пятидневка", "7А, 8Б · пятидневка", "10А · шестидневка"]


@pytest.mark.req("S1")
def test_administrator_enters_the_proposed_year_and_a_second_time_is_refused(sqlite_app, login):
    client = person(login, "admin")
    page = client.get("/calendar/").text
    autumn = re.search(r'name="autumn" value="(\d+)"', page)[1]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    data = {"csrf_token": token, "autumn": autumn, "week_days": "6"}
    answer = client.post("/calendar/propose", data=data, follow_redirects=True)
    assert "Учебный год введён" in answer.text
    assert db.session.scalar(db.select(AcademicYear.name)) == f"{autumn}/{int(autumn) + 1}"
    again = client.post("/calendar/propose", data=data, follow_redirects=True)
    assert "Этот учебный год уже введён." in again.text


@pytest.mark.req("P4")
def test_nobody_else_enters_a_year(sqlite_app, login):
    client = person(login, "deputy")
    token = re.search(r'csrf-token" content="([^"]+)"', client.get("/calendar/").text)[1]
    data = {"csrf_token": token, "autumn": "2030"}
    assert client.post("/calendar/propose", data=data).status_code in {302, 403}
    assert db.session.scalar(db.select(db.func.count(AcademicYear.id))) == 0


@pytest.mark.req("S1")
def test_overlapping_period_is_refused_at_its_field(sqlite_app, school, login):
    client = person(login, "admin")
    values = {
        "year": school.year.id,
        "kind": "quarter",
        "number": 5,
        "name": "Лишняя",
        "starts": "2026-10-01",
        "ends": "2026-10-20",
        "first_grade": 1,
        "last_grade": 9,
    }
    answer = fill(client, "/periods/add", **values)
    assert (answer.status_code, "Даты пересекаются с периодом «1 четверть»." in answer.text) == (
        422,
        True,
    )
    assert db.session.scalar(db.select(db.func.count(GradingPeriod.id))) == 7
    assert fill(client, "/periods/add", **{**values, "first_grade": 10}).status_code == 422


@pytest.mark.req("S1")
def test_special_day_is_entered_with_the_weekday_it_follows(sqlite_app, school, login):
    client = person(login, "admin")
    day = {"day": "2026-09-12", "kind": "working", "follows_weekday": "1", "note": ""}
    assert fill(client, "/special-days/add", **day).status_code == 302
    assert db.session.scalar(db.select(CalendarDay.follows_weekday)) == 1
    assert (
        fill(
            client, "/special-days/add", day="2026-09-14", kind="shortened", follows_weekday=""
        ).status_code
        == 302
    )
    page = client.get("/special-days/list/").text
    assert ("12.09.2026" in page, "понедельник" in page) == (True, True)


@pytest.mark.req("S1")
def test_school_is_one_record(sqlite_app, school, login):
    client = person(login, "admin")
    values = {"name": "Ещё", "short_name": "Ещё", "entry_days": 14, "round_up_from": "0,5"}
    values |= {"round_up_to_three_from": "0,5", "letters": "usual"}
    values |= {"marks_least": 3, "marks_least_many": 5}
    answer = fill(client, "/school/add", **values)
    assert (answer.status_code, "Школа уже введена" in answer.text) == (422, True)
    assert db.session.scalar(db.select(db.func.count(School.id))) == 1


@pytest.mark.req("S1")
def test_calendar_page_takes_as_many_statements_with_ten_vacations_as_with_one(
    sqlite_app, school, login, statements
):
    client = person(login, "teacher")
    counts = []
    for number in (1, 9):
        make.save(
            *(
                Vacation(year=school.year, name=f"К{n}", starts=D(11, 9), ends=D(11, 15))
                for n in range(number)
            )
        )
        client.get("/calendar/?autumn=2026")
        sent = statements()
        client.get("/calendar/?autumn=2026")
        counts.append(len(sent))
    assert counts == [9, 9]
