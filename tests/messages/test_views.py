"""The pages of notices [T5 K3]."""

import pytest

from app.core.db import db
from app.messages.enums import NoticeKind, NoticeWay
from app.messages.models import NoticeChoice
from tests.factories import make_user

pytestmark = [pytest.mark.req("T5", "K3"), pytest.mark.usefixtures("sqlite_app")]


def choose(client, **data):
    page = client.get("/notices/choice").text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    return client.post("/notices/choice", data={"csrf_token": token, **data})


def test_a_parent_chooses_how_notices_come(login):
    parent = login(make_user("parent"))
    page = parent.get("/notices/choice").text
    assert ('name="failing_mark"' in page, 'name="request"' in page) == (True, False)
    assert choose(parent, failing_mark="none", message="inside", made_up="none").status_code == 302
    rows = {row.kind: row.way for row in db.session.query(NoticeChoice)}
    assert rows == {NoticeKind.FAILING_MARK: NoticeWay.NONE, NoticeKind.MESSAGE: NoticeWay.INSIDE}
    assert '<option value="none" selected' in parent.get("/notices/choice").text


def test_a_teacher_learns_what_cannot_be_off(login):
    teacher = login(make_user("teacher"))
    answer = choose(teacher, request="none")
    assert (answer.status_code, "отключить их нельзя" in answer.text) == (422, True)
    assert db.session.query(NoticeChoice).count() == 0
