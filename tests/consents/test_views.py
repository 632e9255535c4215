import datetime as dt
import re
from io import BytesIO

import pytest
from pikepdf import Pdf

from app.consents.enums import Covers
from app.consents.models import Consent, GuardianPapers
from app.core.db import db
from tests import factories as make
from tests.people.test_views import fill, person

SIGNED = dt.date(2026, 9, 1)
PASSPORT, SNILS = "4510 123456", "112-233-445 95"


def consent(pupil, guardian, covers=Covers.PAPERS):
    return make.save(Consent(pupil=pupil, guardian=guardian, covers=covers, given_on=SIGNED))


@pytest.fixture
def families(school):
    """A parent with papers in each class; in 7А two pupils have no consent."""
    found = [make.make_guardian(pupil) for pupil in (school.pupils[0], school.foreign_pupil)]
    for guardian, pupil in zip(found, (school.pupils[0], school.foreign_pupil), strict=True):
        consent(pupil, guardian)
        make.save(GuardianPapers(guardian=guardian, passport=PASSPORT, snils=SNILS))
    return found


def words_of(answer):
    """Number of pages, and the bytes, of a PDF that was answered."""
    with Pdf.open(BytesIO(answer.data)) as pdf:
        return len(pdf.pages)


@pytest.mark.req("P9")
def test_the_page_counts_who_has_no_consent_and_prints_a_form_for_each(
    sqlite_app, school, families, login
):
    client = person(login, "class_teacher", staff=school.head)
    page = client.get("/consents/").text
    assert "7А — нет у 2 из 3" in page
    assert "8Б" not in page
    assert "Бланки для тех, у кого нет: 2" in page
    at = f"/consents/class/{school.class_7a.id}"
    assert words_of(client.get(f"{at}/missing.pdf")) == 2
    assert words_of(client.get(f"{at}/all.pdf")) == 3
    assert words_of(client.get(f"/consents/pupil/{school.pupils[0].id}.pdf")) == 1
    assert words_of(client.get("/consents/blank.pdf")) == 1


@pytest.mark.req("P3", "P9")
def test_a_class_teacher_sees_no_consents_of_another_class(sqlite_app, school, families, login):
    client = person(login, "class_teacher", staff=school.head)
    foreign = school.class_8b.id
    for url in (
        f"/consents/?class_id={foreign}",
        f"/consents/class/{foreign}/all.pdf",
        f"/consents/pupil/{school.foreign_pupil.id}.pdf",
    ):
        assert client.get(url).status_code == 404
    assert "Чужой" not in client.get("/consent-records/list/").text


@pytest.mark.req("P8", "P9")
def test_a_consent_is_recorded_from_the_page_and_opens_the_papers(sqlite_app, school, login):
    client, pupil = person(login, "secretary"), school.pupils[0]
    mother = make.make_guardian(pupil)
    stranger = make.make_guardian(school.pupils[1])
    papers = {"guardian": mother.id, "passport": PASSPORT, "snils": "11223344595"}
    refused = fill(client, "/guardian-papers/add", **papers)
    assert (refused.status_code, "сначала внесите согласие" in refused.text) == (422, True)
    url = f"/consent-records/add?_flt_0_pupil={pupil.id}"
    offered = client.get(url).text
    options = re.search(r'<select[^>]*name="guardian".*?</select>', offered, re.DOTALL)[0]
    assert (str(mother) in options, str(stranger) in options) == (True, False)
    signed = {"pupil": pupil.id, "guardian": mother.id, "given_on": "2026-09-01"}
    assert fill(client, url, **signed, covers="papers").status_code == 302
    assert fill(client, "/guardian-papers/add", **papers).status_code == 302
    assert db.session.query(GuardianPapers).one().snils == SNILS
    at = f"/consent-records/edit/{db.session.query(Consent).one().id}"
    gone = fill(client, at, covers="papers", given_on="2026-09-01", withdrawn_on="2026-09-02")
    assert gone.status_code == 302
    assert db.session.query(GuardianPapers).count() == 0


@pytest.mark.req("P8", "P9")
@pytest.mark.parametrize("role", ["director", "deputy", "teacher", "pupil", "parent"])
def test_no_door_shows_the_papers_of_a_parent(sqlite_app, school, families, login, role):
    staff = {"teacher": school.teacher}.get(role)
    client = person(login, role, staff=staff)
    key, guardian = db.session.query(GuardianPapers).first().id, families[0].id
    for url in (
        "/guardian-papers/list/",
        f"/guardian-papers/show/{key}",
        f"/guardian-papers/edit/{key}",
        "/guardian-papers/export",
        "/guardian-papers/pick/add/guardian",
        f"/guardians/show/{guardian}",
        "/guardians/list/?_flt_0_passport=4510",
        "/guardians/list/?_oc_GuardianView=snils",
        "/guardians/export?_flt_0_snils=112",
        "/guardianship/list/",
        "/consent-records/list/",
        "/consent-records/export",
        "/consents/",
        "/audit/list/",
    ):
        page = client.get(url)
        assert page.status_code in {200, 400, 403, 404}
        assert [word for word in (PASSPORT, SNILS) if word in page.text] == []
        assert page.status_code != 200 or "guardian-papers" not in url


@pytest.mark.req("P3", "P8")
def test_the_class_teacher_opens_only_the_papers_of_the_own_class(
    sqlite_app, school, families, login
):
    client = person(login, "class_teacher", staff=school.head)
    own, foreign = (one.id for one in db.session.query(GuardianPapers).order_by("id"))
    assert SNILS in client.get(f"/guardian-papers/show/{own}").text
    listed = client.get("/guardian-papers/list/").text
    assert ("Абрамов" in listed, "Чужой" in listed, PASSPORT in listed) == (True, False, False)
    for url in ("show", "edit"):
        assert client.get(f"/guardian-papers/{url}/{foreign}").status_code == 404
    odd = ("_flt_0_passport=45", "_flt_0_snils=1", "_oc_GuardianPapersView=passport")
    for query in odd:
        assert client.get(f"/guardian-papers/list/?{query}").status_code == 400
    assert client.get("/guardian-papers/export").status_code == 403


@pytest.mark.req("P9")
def test_papers_whose_consent_ended_are_closed_before_the_chore_empties_them(
    sqlite_app, school, families, login
):
    client, signed = person(login, "secretary"), db.session.query(Consent).first()
    key = db.session.query(GuardianPapers).filter_by(guardian_id=signed.guardian_id).one().id
    assert client.get(f"/guardian-papers/show/{key}").status_code == 200
    db.session.delete(signed.guardian.children[0])
    db.session.commit()
    assert client.get(f"/guardian-papers/show/{key}").status_code == 404


@pytest.mark.req("P9")
def test_the_page_asks_the_database_as_often_for_one_pupil_as_for_three(
    sqlite_app, school, families, login, statements
):
    client = person(login, "class_teacher", staff=school.head)
    client.get("/consents/")
    found = statements()
    client.get("/consents/")
    one = len(found)
    for pupil in school.pupils[1:]:
        consent(pupil, make.make_guardian(pupil))
    found.clear()
    client.get("/consents/")
    assert (one, len(found)) == (11, 11)
