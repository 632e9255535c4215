"""Notices and the outbox [T5]."""

import datetime as dt
import email
import socketserver
import threading

import pytest

from app.core.db import db, unit_of_work
from app.core.errors import Refused
from app.messages.enums import MailState, NoticeKind, NoticeWay
from app.messages.mail import deliver
from app.messages.models import Notice, OutboxLetter
from app.messages.operations import News, choose_notices, claim_letter, notify, read_notices
from app.messages.queries import letter_addresses, unread_count
from app.messages.rules import DUTY, chosen_kinds, pause_after, ways_of
from tests import factories

pytestmark = pytest.mark.req("T5")
NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
NEWS = News(NoticeKind.ABSENCE, "absence-1", "Пётр не был на уроке.", "/diary")


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that takes letters; `busy` answers every letter with «try later»."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.letters: list[bytes] = []
        self.busy = False


class Talk(socketserver.StreamRequestHandler):
    """One conversation by SMTP."""

    def handle(self) -> None:
        self.say("220 school")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA" and not self.server.busy:
                self.say("354 go on")
                self.server.letters.append(self.text())
                self.say("250 taken")
            elif word == "DATA":
                self.say("451 later")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def text(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@pytest.fixture
def mailbox():
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def settings(server):
    return {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": server.server_address[1],
        "SMTP_TLS": "none",
        "SMTP_USER": "",
        "SMTP_PASSWORD": "",
        "SMTP_FROM": "journal@school.example",
    }


def tell(user, letters=None):
    with unit_of_work("page"):
        return notify([(user, NEWS)], NOW, letters or {})


def letters():
    return db.session.scalars(db.select(OutboxLetter).execution_options(populate_existing=True))


def test_the_same_event_tells_a_person_once(app):
    user = factories.make_user("parent")
    assert (tell(user), tell(user)) == (1, 0)
    assert [n.text for n in db.session.scalars(db.select(Notice))] == [NEWS.text]


def test_one_marks_only_the_own_notices_as_read(app):
    user, other = factories.make_user("parent"), factories.make_user("parent")
    tell(user)
    key = db.session.scalars(db.select(Notice.id)).one()
    for reader, left in ((other, 1), (user, 0)):
        with unit_of_work("page"):
            read_notices(factories.actor("parent", user_id=reader), ids=[key], now=NOW)
        assert unread_count(factories.actor("parent", user_id=user)) == left


def test_a_letter_goes_out_once_in_russian(app, mailbox):
    user = factories.make_user("parent")
    tell(user, {user: "mama@school.example"})
    assert deliver(settings(mailbox), lambda: NOW) == (1, 0)
    assert deliver(settings(mailbox), lambda: NOW) == (0, 0)
    letter = email.message_from_bytes(mailbox.letters[0])
    assert len(mailbox.letters) == 1
    assert letter.get_payload(decode=True).decode().strip() == NEWS.text
    assert letter["To"] == "mama@school.example"


def test_while_the_mail_server_is_down_nothing_is_lost_and_nothing_sent_twice(app, mailbox):
    user = factories.make_user("parent")
    tell(user, {user: "mama@school.example"})
    mailbox.busy = True
    assert deliver(settings(mailbox), lambda: NOW) == (0, 1)
    assert deliver(settings(mailbox), lambda: NOW) == (0, 0)  # it waits for its time
    mailbox.busy = False
    assert deliver(settings(mailbox), lambda: NOW + pause_after(1)) == (1, 0)
    assert (len(mailbox.letters), next(letters()).state) == (1, MailState.SENT)


@pytest.mark.parametrize(
    "wrong", ["mama@[school.example", "<@,.<", "(@).,", "a@b\nBcc: c@d", "a@b, c@d"]
)
def test_a_letter_with_an_impossible_address_does_not_stop_the_others(app, mailbox, wrong):
    first, second = factories.make_user("parent"), factories.make_user("parent")
    tell(first, {first: wrong})
    tell(second, {second: "mama@school.example"})
    assert deliver(settings(mailbox), lambda: NOW) == (1, 1)
    stopped, gone = sorted(letters(), key=lambda letter: letter.id)
    assert (stopped.state, stopped.error != "") == (MailState.WAITING, True)
    assert (gone.state, len(mailbox.letters)) == (MailState.SENT, 1)


def test_a_letter_whose_sender_died_is_left_to_a_person(app, mailbox):
    user = factories.make_user("parent")
    tell(user, {user: "mama@school.example"})
    with unit_of_work("mail"):
        claim_letter(NOW)
    later = NOW + dt.timedelta(hours=1)
    assert deliver(settings(mailbox), lambda: later) == (0, 0)
    assert (mailbox.letters, next(letters()).state) == ([], MailState.UNCLEAR)


def test_two_senders_never_take_the_same_letter(app):
    user = factories.make_user("parent")
    tell(user, {user: "mama@school.example"})
    taken = []
    with unit_of_work("mail"):
        taken.append(claim_letter(NOW))
    with unit_of_work("mail"):
        taken.append(claim_letter(NOW))
    assert [letter is None for letter in taken] == [False, True]


def test_without_a_mail_server_notices_stay_inside(app, mailbox):
    staff = factories.make_staff(email="i@school.example", user_id=factories.make_user("teacher"))
    assert letter_addresses({"SMTP_HOST": ""}) == {}
    assert letter_addresses(settings(mailbox)) == {staff.user_id: "i@school.example"}


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (4, 8), (10, 360), (99, 360)])
def test_pauses_grow_up_to_six_hours(attempts, minutes):
    assert pause_after(attempts) == dt.timedelta(minutes=minutes)


def test_the_page_shows_the_own_notices_and_marks_them(sqlite_app, login):
    user = factories.make_user("parent")
    tell(user)
    client, stranger = login(user), login(factories.make_user("parent"))
    page = client.get("/notices/").get_data(as_text=True)
    assert NEWS.text in page
    assert NEWS.text not in stranger.get("/notices/").get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    key = db.session.scalars(db.select(Notice.id)).one()
    client.post("/notices/read", data={"csrf_token": token, "id": key})
    assert unread_count(factories.actor("parent", user_id=user)) == 0


@pytest.mark.parametrize(
    ("way", "told"),
    [(NoticeWay.LETTER, (1, 1)), (NoticeWay.INSIDE, (1, 0)), (NoticeWay.NONE, (0, 0))],
)
@pytest.mark.req("T5", "K3")
def test_notices_come_as_the_person_has_chosen(app, way, told):
    user, other = factories.make_user("parent"), factories.make_user("parent")
    choice = {NoticeKind.ABSENCE: way}
    with unit_of_work("form"):
        choose_notices(factories.actor("parent", user_id=user), ways=choice)
    letters = {user: "a@home.example", other: "b@home.example"}
    with unit_of_work("cli"):
        notify([(user, NEWS), (other, NEWS)], NOW, letters)
    rows = lambda who: db.session.query(Notice).filter_by(user_id=who)  # noqa: E731
    posted = lambda who: db.session.query(OutboxLetter).filter_by(recipient=letters[who])  # noqa: E731
    assert (rows(user).count(), posted(user).count()) == told
    assert (rows(other).count(), posted(other).count()) == (1, 1)


@pytest.mark.req("K3")
def test_what_duty_requires_cannot_be_off_but_its_letters_can(app):
    who = factories.actor("teacher", user_id=factories.make_user("teacher"))
    with unit_of_work("form"):
        choose_notices(who, ways={NoticeKind.REQUEST: NoticeWay.INSIDE})
    for kind, way in ((NoticeKind.REQUEST, NoticeWay.NONE), (NoticeKind.CONTROL, NoticeWay.INSIDE)):
        with pytest.raises(Refused), unit_of_work("form"):
            choose_notices(who, ways={kind: way})
    with unit_of_work("cli"):
        asked = News(NoticeKind.REQUEST, "request-1", "Просьба", "/")
        notify([(who.user_id, asked)], NOW, {who.user_id: "t@school.example"})
    assert (db.session.query(Notice).count(), db.session.query(OutboxLetter).count()) == (1, 0)


def test_everybody_chooses_about_what_may_come(app):
    names = lambda *roles: {kind.value for kind in chosen_kinds(roles)}  # noqa: E731
    assert names("pupil") == {"message", "forum"}
    assert names("parent") == {"message", "forum", "absence", "failing_mark", "absence_report"}
    assert names("teacher") == {kind.value for kind in NoticeKind} - {"control"}
    assert [NoticeWay.NONE in ways_of(kind) for kind in DUTY] == [False] * len(DUTY)
    assert ways_of(NoticeKind.MESSAGE) == list(NoticeWay)
