import datetime as dt
import re

import pytest

from app.core import clock
from app.core.db import db, unit_of_work
from app.jobs import operations
from app.jobs.models import Job
from app.jobs.running import do_next
from tests import factories as make
from tests.jobs.scene import begun, broken, taken

MINUTE = dt.timedelta(minutes=1)


def facts(client, job):
    return client.get(f"/jobs/{job.id}/state").json


def press(client, job, what):
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/jobs/").text)[1]
    return client.post(f"/jobs/{job.id}/{what}", data={"csrf_token": token})


def test_a_job_goes_from_waiting_to_its_file(sqlite_app, login):
    user = make.make_user("deputy")
    client = login(user)
    job = begun(user, text="Файл", now=clock.now())
    assert (facts(client, job)["label"], facts(client, job)["running"]) == ("Ждёт очереди", True)
    assert 'http-equiv="refresh"' in client.get(f"/jobs/{job.id}").text
    do_next()
    answer = facts(client, job)
    assert (answer["label"], answer["running"], answer["file"]) == (
        *("Выполнено", False, f"/jobs/{job.id}/file"),
    )
    page = client.get(f"/jobs/{job.id}").text
    assert ("Скачать «письмо.txt»" in page, 'http-equiv="refresh"' in page) == (True, False)
    file = client.get(f"/jobs/{job.id}/file")
    assert (file.status_code, file.text) == (200, "Файл Фамилия Имя")
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_nobody_but_the_owner_sees_a_job_or_its_file(sqlite_app, login):
    job = begun(make.make_user("deputy"), text="а")
    do_next()
    stranger = login(make.make_user("admin", "director", "deputy"))
    paths = ["", "/state", "/file"]
    assert [stranger.get(f"/jobs/{job.id}{path}").status_code for path in paths] == [404] * 3
    assert [press(stranger, job, what).status_code for what in ("cancel", "again")] == [404] * 2
    assert "Письмо" not in stranger.get("/jobs/").text


def test_the_file_is_gone_with_its_time(sqlite_app, login):
    user = make.make_user("deputy")
    job = begun(user, text="а")
    do_next()
    with unit_of_work("cli"):
        operations.forget_jobs(clock.now() + dt.timedelta(days=30))
    assert login(user).get(f"/jobs/{job.id}/file").status_code == 404


@pytest.mark.parametrize("role", ["pupil", "parent"])
def test_families_have_no_tasks(sqlite_app, login, role):
    assert login(make.make_user(role)).get("/jobs/").status_code in {302, 403}


def test_an_interrupted_job_says_so_and_is_started_again_in_one_press(sqlite_app, login):
    user = make.make_user("deputy")
    client = login(user)
    job = begun(user, text="а", now=clock.now() - MINUTE)
    taken(clock.now() - MINUTE)
    page = client.get(f"/jobs/{job.id}").text
    assert ("Прервано" in page, "Начать заново" in page) == (True, True)
    assert press(client, job, "again").status_code == 302
    assert facts(client, job)["state"] == "waiting"
    do_next()
    assert facts(client, job)["state"] == "done"


def test_a_job_in_the_queue_says_how_many_are_before_it_and_is_cancelled(sqlite_app, login):
    user = make.make_user("deputy")
    client = login(user)
    begun(user, text="а", now=clock.now() - MINUTE)
    job = begun(user, text="б", now=clock.now())
    assert facts(client, job)["label"] == "Ждёт: перед ним 1 задание"
    press(client, job, "cancel")
    assert (facts(client, job)["label"], facts(client, job)["again"]) == ("Отменено", True)


def test_a_job_that_nobody_does_tells_whom_to_ask(sqlite_app, login):
    user = make.make_user("deputy")
    job = begun(user, text="а", now=clock.now() - 2 * MINUTE)
    assert "Сообщите администратору" in facts(login(user), job)["hint"]


def test_the_number_of_an_error_is_shown(sqlite_app, login):
    user = make.make_user("deputy")
    job = begun(user, broken)
    do_next()
    number = db.session.get(Job, job.id).error
    assert facts(login(user), job)["hint"] == f"Сообщите администратору номер ошибки: {number}."


def test_who_looks_at_the_end_needs_no_notice(sqlite_app, login):
    user = make.make_user("deputy")
    client = login(user)
    job = begun(user, text="а")
    client.get(f"/jobs/{job.id}/state")
    assert db.session.get(Job, job.id).seen_at is None
    do_next()
    client.get(f"/jobs/{job.id}/state")
    db.session.expire_all()
    assert db.session.get(Job, job.id).seen_at is not None


def test_the_list_names_the_person_s_jobs(sqlite_app, login):
    user = make.make_user("deputy")
    client = login(user)
    assert "Вы ещё ничего не начинали" in client.get("/jobs/").text
    begun(user, text="а")
    do_next()
    page = client.get("/jobs/").text
    assert re.findall(r">(Письмо|выполнено|письмо.txt)<", page) == [
        *("Письмо", "выполнено", "письмо.txt"),
    ]


def test_a_page_of_progress_takes_few_statements(sqlite_app, login, statements):
    user = make.make_user("deputy")
    client = login(user)
    address = f"/jobs/{begun(user, text='а', now=clock.now()).id}/state"
    client.get(address)
    found = statements()
    assert (client.get(address).json["state"], len(found)) == ("waiting", 5)
