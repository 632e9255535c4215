"""The pages of messages [M1]."""

import datetime as dt
from io import BytesIO

import pytest

from app.core import clock
from app.core.db import db
from app.correspondence.models import Message, MessageCopy
from tests.factories import make_guardian, make_user, save

pytestmark = pytest.mark.req("M1")

NOW = dt.datetime(2026, 9, 3, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """It is Thursday, 3 September 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def pair(school, login):
    """Clients of the class teacher of 7А and of a parent there, and the parent's key."""
    school.head.user_id = make_user("class_teacher")
    parent = make_guardian(school.pupils[0], user_id=make_user("parent"))
    save(school.head)
    return login(school.head.user_id), login(parent.user_id), f"user-{parent.user_id}"


def send(client, **data):
    page = client.get("/correspondence/write").text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    return client.post("/correspondence/write", data={"csrf_token": token, **data})


def test_a_message_is_written_read_and_answered(school, pair):
    head, parent, key = pair
    answer = send(head, whom=key, subject="О <b>походе", text="В субботу.\n<script>")
    assert (answer.status_code, answer.location) == (302, "/correspondence/?sent=1")
    assert "0 из 1" in head.get("/correspondence/?sent=1").text
    (message,) = db.session.query(Message)
    listed = parent.get("/correspondence/").text
    assert ("О &lt;b&gt;походе" in listed, 'class="state filled">новое' in listed) == (True, True)
    page = parent.get(f"/correspondence/{message.id}").text
    assert "В субботу.\n&lt;script&gt;" in page
    assert "1 из 1" in head.get("/correspondence/?sent=1").text
    assert "03.09.2026" in head.get(f"/correspondence/{message.id}").text
    form = parent.get(f"/correspondence/write?answers={message.id}").text
    assert f'selected value="user-{school.head.user_id}"' in form
    assert 'value="Re: О &lt;b&gt;походе"' in form


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(pair):
    head, _parent, key = pair
    answer = send(head, whom=key, subject="", text="Длинный текст")
    assert answer.status_code == 422
    assert "Напишите, о чём сообщение." in answer.text
    assert "Длинный текст" in answer.text
    assert db.session.query(Message).count() == 0


@pytest.mark.parametrize("whom", ["", "staff", "user-1", "parents-999"])
def test_whoever_is_not_offered_is_refused(pair, whom):
    head, _parent, _key = pair
    assert send(head, whom=whom, subject="О", text="Т").status_code == 422
    assert db.session.query(Message).count() == 0


def test_nobody_is_chosen_beforehand_and_who_reaches_nobody_learns_it(pair, login):
    head, _parent, _key = pair
    assert "Выберите, кому написать" in head.get("/correspondence/write").text
    page = login(make_user("pupil")).get("/correspondence/write").text
    assert ("Вам пока некому написать." in page, 'name="whom"' in page) == (True, False)


@pytest.mark.parametrize("path", ["1", "write?answers=1", "write?answers=x"])
def test_messages_of_others_do_not_exist(pair, login, path):
    head, _parent, key = pair
    send(head, whom=key, subject="О", text="Т")
    for role in ("parent", "admin", "director"):
        assert login(make_user(role)).get(f"/correspondence/{path}").status_code == 404
    assert db.session.query(MessageCopy).one().read_at is None


def test_the_search_is_kept_to_the_own_messages(pair):
    head, parent, key = pair
    send(head, whom=key, subject="Поход", text="В субботу")
    assert "Поход" in parent.get("/correspondence/?q=субботу").text
    assert "Ничего не найдено." in parent.get("/correspondence/?q=экскурсия").text
    assert "Сообщений нет." in head.get("/correspondence/").text


def test_a_file_comes_with_the_message_and_a_program_does_not(app, pair, login, tmp_path):
    app.config["INSTANCE_DIR"] = str(tmp_path)
    head, parent, key = pair
    wrong = (BytesIO(b"MZ program"), "Справка.pdf")
    refused = send(head, whom=key, subject="О", text="Т", files=wrong)
    assert (refused.status_code, "Приложить можно PDF, JPG, PNG" in refused.text) == (422, True)
    pdf = b"%PDF-1.4 <script>\n%%EOF"
    assert send(head, whom=key, subject="О", text="Т", files=(BytesIO(pdf), "<b>.exe")).location
    (message,) = db.session.query(Message)
    page = parent.get(f"/correspondence/{message.id}").text
    address = f"/correspondence/{message.id}/files/{message.files[0].id}"
    assert (f'href="{address}">&lt;b&gt;.pdf</a>' in page) is True
    answer = parent.get(address)
    assert (answer.data, answer.mimetype) == (pdf, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert login(make_user("admin")).get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "expected"), [("", 4), ("?sent=1", 4), ("write", 10)])
def test_statements_do_not_grow(pair, statements, rows, path, expected):
    head, _parent, key = pair
    for number in range(rows):
        send(head, whom=key, subject=f"О {number}", text="Т")
    sent = statements()
    head.get(f"/correspondence/{path}")
    assert len(sent) == expected
