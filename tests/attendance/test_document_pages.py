"""Pages of papers on absence: the form, the lessons, the scan [T2]."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence, AbsenceDocument, DayNote
from app.audit.models import AuditEntry
from app.audit.views.words import way_words
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.files import keep_scan, scan_type
from tests.factories import make_guardian, make_staff, make_user, save
from tests.journal.entries import NOW

pytestmark = pytest.mark.req("T2")
UNKNOWN, NO, EXC, ILL, LATE = AbsenceKind
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
LIST = "/attendance/documents/list/"


def picture(kind, **options):
    data = BytesIO()
    Image.new("RGB", (4, 4)).save(data, kind, **options)
    return data.getvalue()


# What telephones make of a photograph: a JPEG with a second picture behind the first.
TELEPHONE = picture("MPO", save_all=True, append_images=[Image.new("RGB", (2, 2))])


@pytest.fixture
def on_that_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def visit(school, sqlite_app, on_that_day, login):
    """`visit(role, person)`: a client; without a person somebody of the staff."""

    def client(role, person=None):
        user_id = make_user(role)
        person = person or make_staff(role)
        person.user_id = user_id
        save(person)
        return login(user_id)

    return client


def token(client, path):
    return client.get(path).text.split('name="csrf-token" content="')[1].split('"')[0]


def add(client, pupil, path="/attendance/documents/add", **values):
    form = {
        "csrf_token": token(client, path),
        "pupil": pupil.id,
        "document": "certificate",
        "kind": "ill",
        "first": "2026-09-01",
        "last": "2026-09-03",
        "received_on": "2026-09-03",
    }
    return client.post(path, data={**form, **values})


def document():
    return db.session.scalars(select(AbsenceDocument)).one()


def test_saving_leads_to_the_lessons_and_one_press_changes_them(school, visit):
    pupil = school.pupils[0]
    save(Absence(lesson=school.lessons[0], pupil=pupil, kind=UNKNOWN))
    head = visit("class_teacher", school.head)
    there = add(head, pupil, upload=(BytesIO(PDF), "Справка Иванова.pdf"), note="ОРВИ")
    row = document()
    assert (there.status_code, row.scan_name, row.scan_type, row.note) == (
        302,
        "Справка Иванова.pdf",
        "application/pdf",
        "ОРВИ",
    )
    page = head.get(there.location).text
    assert ("Исправить 1 урок<" in page, ">без изменений<" in page) == (True, True)
    seen = page.split('name="seen" value="')[1].split('"')[0]
    form = {"csrf_token": token(head, LIST), "seen": seen}
    path = f"/attendance/document/{row.id}/lessons"
    assert head.post(path, data={**form, "seen": "1"}).status_code == 409
    assert head.post(path, data=form).status_code == 302
    assert db.session.scalars(select(Absence.kind)).all() == [ILL]
    ways = db.session.scalars(select(AuditEntry.way).where(AuditEntry.table_name == "absence"))
    assert [way_words(way) for way in ways] == ["начальная загрузка", "документ о пропусках"]
    assert "Исправлять нечего" in head.get(path).text
    assert "совпадает" in head.get(LIST).text


def test_save_and_add_another_leads_to_the_lessons_first(school, visit):
    head = visit("class_teacher", school.head)
    save(Absence(lesson=school.lessons[0], pupil=school.pupils[0], kind=UNKNOWN))
    form = f"/attendance/documents/add?next={LIST}"
    there = add(head, school.pupils[0], form, again="1")
    assert there.location.startswith(f"/attendance/document/{document().id}/lessons")
    seen = {
        "csrf_token": token(head, LIST),
        "seen": head.get(there.location).text.split('name="seen" value="')[1].split('"')[0],
    }
    assert head.post(there.location, data=seen).location == form


def test_a_changed_document_leads_to_its_lessons_again_and_keeps_its_scan(school, visit):
    head = visit("class_teacher", school.head)
    add(head, school.pupils[0], upload=(BytesIO(PDF), "a.pdf"))
    row = document()
    key, path = row.scan_key, f"/attendance/documents/edit/{row.id}"
    there = add(head, school.pupils[0], path, last="2026-09-05", kind="excused")
    assert there.location.startswith(f"/attendance/document/{row.id}/lessons")
    assert (document().scan_key, document().kind) == (key, EXC)
    add(head, school.pupils[0], path, upload=(BytesIO(picture("JPEG")), "b.jpg"))
    assert (document().scan_key != key, document().scan_type) == (True, "image/jpeg")


def test_faults_stand_at_their_fields(school, visit):
    head = visit("class_teacher", school.head)
    answer = add(head, school.pupils[0], last="2026-08-01", received_on="2026-10-01", kind="ill")
    assert (answer.status_code, answer.text.count('class="fault"')) == (422, 2)
    assert add(head, school.pupils[0], kind="late").status_code == 422
    answer = add(head, school.pupils[0], upload=(BytesIO(b"MZ\x90"), "a.pdf"))
    assert (answer.status_code, "только файл PDF" in answer.text) == (422, True)
    assert db.session.scalars(select(AbsenceDocument)).all() == []


@pytest.mark.req("P3")
def test_a_class_teacher_enters_papers_of_the_own_class_only(school, visit):
    head = visit("class_teacher", school.head)
    assert add(head, school.foreign_pupil).status_code == 422
    assert db.session.scalars(select(AbsenceDocument)).all() == []
    pick = head.get("/attendance/documents/pick/add/pupil?q=").json["results"]
    assert {one["text"].split()[0] for one in pick} == {"Абрамов", "Ёлкин", "Жуков"}


SEEN = {
    # role: list, lessons, scan, form
    "head": (200, 200, 200, 200),
    "secretary": (200, 200, 200, 200),
    "admin": (200, 200, 200, 200),
    "director": (200, 200, 403, 403),
    "deputy": (200, 200, 403, 403),
    "teacher": (403, 403, 403, 403),
    "other_head": (200, 404, 404, 200),
    "pupil": (403, 403, 403, 403),
    "parent": (403, 403, 403, 403),
    "nobody": (302, 302, 302, 302),
}


@pytest.mark.req("P1", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(("who", "expected"), SEEN.items())
def test_who_opens_list_lessons_and_scan(school, visit, sqlite_app, who, expected):
    add(visit("secretary"), school.pupils[0], upload=(BytesIO(picture("PNG")), "a.png"))
    row = document()
    person = {
        "head": school.head,
        "teacher": school.teacher,
        "pupil": school.pupils[0],
        "parent": make_guardian(school.pupils[0]) if who == "parent" else None,
    }.get(who)
    role = {"head": "class_teacher", "other_head": "class_teacher"}.get(who, who)
    client = sqlite_app.test_client() if who == "nobody" else visit(role, person)
    paths = (
        LIST,
        f"/attendance/document/{row.id}/lessons",
        f"/attendance/document/{row.id}/scan",
        "/attendance/documents/add",
    )
    assert tuple(client.get(path).status_code for path in paths) == expected
    assert ("Абрамов" in client.get(LIST).text) is (expected[1] == 200)


def test_a_scan_is_served_as_what_it_is_and_kept_by_no_browser(school, visit):
    head = visit("class_teacher", school.head)
    add(head, school.pupils[0], upload=(BytesIO(PDF), "x\0<b>.html"))
    answer = head.get(f"/attendance/document/{document().id}/scan")
    headers = answer.headers
    assert (answer.mimetype, headers["X-Content-Type-Options"], headers["Cache-Control"]) == (
        "application/pdf",
        "nosniff",
        "no-store",
    )
    assert headers["Content-Disposition"].startswith("attachment")
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    for guess in ("999999", "0"):
        assert head.get(f"/attendance/document/{guess}/scan").status_code == 404
    assert head.get("/attendance/documents/scans/" + document().scan_key).status_code == 404


@pytest.mark.req("P3", "P4")
def test_a_deputy_who_heads_another_class_does_not_open_a_scan(school, visit, sqlite_app, login):
    add(visit("secretary"), school.pupils[0], upload=(BytesIO(PDF), "a.pdf"))
    user_id = make_user("deputy", "class_teacher")
    colleague = make_staff("Завуч", user_id=user_id)
    school.class_8b.teacher = colleague
    db.session.commit()
    client, path = login(user_id), f"/attendance/document/{document().id}"
    paths = (f"{path}/lessons", f"{path}/scan", f"/attendance/documents/edit/{document().id}")
    assert [client.get(one).status_code for one in paths] == [200, 403, 200]
    form = {"csrf_token": token(client, LIST), "seen": "0"}
    assert client.post(paths[0], data=form).status_code == 403
    there = add(client, school.pupils[0], paths[2], kind="excused")
    assert (there.status_code, document().kind) == (403, ILL)
    gone = client.post(f"/attendance/documents/delete/{document().id}", data=form)
    assert (gone.status_code, document().kind) == (403, ILL)


def test_without_a_scan_or_without_its_file_there_is_a_404(school, visit, sqlite_app):
    head = visit("class_teacher", school.head)
    add(head, school.pupils[0])
    path = f"/attendance/document/{document().id}/scan"
    assert head.get(path).status_code == 404
    document().scan_key = "0" * 40
    db.session.commit()
    assert head.get(path).status_code == 404


def test_the_list_tells_what_is_late(school, visit, monkeypatch):
    save(Absence(lesson=school.lessons[0], pupil=school.pupils[0], kind=NO))
    head = visit("class_teacher", school.head)
    add(head, school.pupils[0])
    page = head.get(LIST).text
    assert ("исправить: 1, до 07.09.2026" in page, "state no_topic" in page) == (True, False)
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(day=8))
    assert "state no_topic" in head.get(LIST).text
    assert "Исправить причину по документам, уроков: 1" in head.get("/").text


@pytest.mark.req("T1")
def test_day_notes_have_generated_pages_of_the_own_class(school, visit):
    head, deputy = visit("class_teacher", school.head), visit("deputy")
    path = "/attendance/notes/add"
    form = {
        "csrf_token": token(head, path),
        "day": "2026-09-04",
        "kind": "excused",
        "note": "тайна",
    }
    assert head.post(path, data={**form, "pupil": school.pupils[1].id}).status_code == 302
    assert head.post(path, data={**form, "pupil": school.foreign_pupil.id}).status_code == 422
    row = db.session.scalars(select(DayNote)).one()
    assert (row.pupil_id, row.kind, row.note) == (school.pupils[1].id, EXC, "тайна")
    assert ("тайна" in deputy.get("/attendance/notes/list/").text) is True
    assert visit("class_teacher").get(f"/attendance/notes/show/{row.id}").status_code == 404
    edit = f"/attendance/notes/edit/{row.id}"
    form = {**form, "csrf_token": token(head, edit), "kind": "ill", "note": "дома"}
    assert head.post(edit, data=form).status_code == 302
    assert db.session.scalars(select(DayNote.kind)).all() == [ILL]
    head.post(f"/attendance/notes/delete/{row.id}", data={"csrf_token": form["csrf_token"]})
    assert db.session.scalars(select(DayNote)).all() == []


def test_statements_of_the_pages_do_not_grow(school, visit, statements):
    head = visit("class_teacher", school.head)
    counts = []
    for pupil in school.pupils[:2]:
        save(Absence(lesson=school.lessons[0], pupil=pupil, kind=UNKNOWN))
        add(head, pupil)
        last = db.session.scalars(select(AbsenceDocument.id)).all()[-1]
        for path in (LIST, f"/attendance/document/{last}/lessons"):
            head.get(path)
            sent = statements()
            head.get(path)
            counts.append(len(sent))
    assert counts == [11, 7] * 2


# Files.


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "application/pdf"),
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (TELEPHONE, "image/jpeg"),
        (picture("GIF"), None),
        (picture("PNG")[:30], None),
        (b"%PDF-1.4", None),
        (b"<svg onload='alert(1)'/>", None),
        (b"", None),
    ],
)
def test_what_a_scan_is_says_its_content(data, kind):
    assert scan_type(data) == kind


def test_a_kept_scan_has_a_random_name_and_is_the_servers_alone(sqlite_app, tmp_path):
    kept = keep_scan(tmp_path / "scans", PDF, "C:\\тайное\\Справка\n.exe", 10_000)
    (file,) = (tmp_path / "scans").iterdir()
    assert (file.name, len(kept.key), kept.name) == (kept.key, 40, "Справка.pdf")
    assert (file.stat().st_mode & 0o777, file.read_bytes()) == (0o600, PDF)
    with pytest.raises(Refused) as caught:
        keep_scan(tmp_path, PDF, "a.pdf", 10)
    assert [fault.field for fault in caught.value.faults] == ["upload"]
