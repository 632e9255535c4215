"""Parents report an absence; the class teacher accepts or declines [T1]."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.attendance.access import require_own_child
from app.attendance.enums import AbsenceKind, Decision, DocumentKind
from app.attendance.models import AbsenceDocument, AbsenceReport
from app.attendance.operations.documents import PaperCard, receive_document
from app.attendance.queries.people import heads_of
from app.attendance.queries.reports import decided_report, is_reported, seen_report
from app.attendance.rules.reports import answer_faults, report_faults
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden, refuse_if
from app.core.files import Scan
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify

INBOX = "/attendance/reports/"
OWN = "/attendance/report/"


@dataclass(frozen=True)
class ReportCard:
    """What a parent tells: why the child is absent from `first` to `last`, both included."""

    kind: AbsenceKind | None
    first: dt.date
    last: dt.date
    text: str = ""
    scan: Scan | None = None


@dataclass(frozen=True)
class Telling:
    """What telling people needs: the moment, and e-mail addresses by user id."""

    now: dt.datetime
    letters: Mapping[int, str]


def report_absence(
    actor: Actor, *, pupil_id: int, card: ReportCard, telling: Telling
) -> AbsenceReport:
    """A guardian tells why the own child is absent; the class teacher hears of it [T1 P5].

    Raises Forbidden, Refused with all faults.
    """
    require_own_child(actor, pupil_id)
    told = is_reported(pupil_id, card.first, card.last)
    today = telling.now.date()
    refuse_if(report_faults(card.kind, card.first, card.last, today, told=told))
    row = AbsenceReport(
        pupil_id=pupil_id,
        kind=card.kind,
        first=card.first,
        last=card.last,
        text=card.text,
        reported_by=actor.user_id,
        reported_at=telling.now,
    )
    if card.scan:
        row.scan_key, row.scan_name = card.scan.key, card.scan.name
        row.scan_type = card.scan.type
    db.session.add(row)
    db.session.flush()  # the notice names the report
    _tell_heads(row, telling)
    return row


def withdraw_report(actor: Actor, *, report_id: int, now: dt.datetime) -> None:
    """Who reported takes it back while nobody has answered [T1]."""
    report = seen_report(actor, report_id, now.date())
    if actor.user_id is None or report.reported_by != actor.user_id:
        raise Forbidden
    refuse_if(answer_faults(report.state, Decision.WITHDRAWN, ""))
    report.state, report.decided_at = Decision.WITHDRAWN, now


def answer_report(
    actor: Actor, *, report_id: int, decision: Decision, words: str, telling: Telling
) -> AbsenceReport:
    """Accept a report, so that its reason is proposed for the lessons, or decline it [T1].

    Raises NotFound, Forbidden, Refused.
    """
    report = decided_report(actor, report_id, telling.now.date())
    refuse_if(answer_faults(report.state, decision, words))
    report.state, report.answer = decision, words
    report.decided_by, report.decided_at = actor.user_id, telling.now
    _tell_parent(report, telling)
    return report


def accept_as_document(
    actor: Actor, *, report_id: int, words: str, telling: Telling
) -> AbsenceDocument:
    """Accept a report as the parents' written statement: a document with its scan [T1 T2]."""
    report = answer_report(
        actor, report_id=report_id, decision=Decision.ACCEPTED, words=words, telling=telling
    )
    scan = Scan(report.scan_key, report.scan_name, report.scan_type) if report.scan_key else None
    today = telling.now.date()
    card = PaperCard(
        DocumentKind.STATEMENT,
        report.kind,
        report.first,
        report.last,
        received_on=today,
        note=report.text[:500],
        scan=scan,
    )
    return receive_document(actor, pupil_id=report.pupil_id, card=card, today=today)


def _tell_heads(report: AbsenceReport, telling: Telling) -> None:
    heads = heads_of([report.pupil_id], telling.now.date()).get(report.pupil_id, set())
    text = _(
        "%(pupil)s will be absent %(days)s: a parent has reported it. Accept or decline.",
        pupil=report.pupil.call_name,
        days=days_of(report.first, report.last),
    )
    news = News(NoticeKind.ABSENCE_REPORT, f"report-{report.id}", text, INBOX)
    notify([(user, news) for user in sorted(heads)], telling.now, telling.letters)


def _tell_parent(report: AbsenceReport, telling: Telling) -> None:
    facts = {"pupil": report.pupil.call_name, "days": days_of(report.first, report.last)}
    if report.state == Decision.ACCEPTED:
        text = _("Your report is accepted: %(pupil)s, %(days)s.", **facts)
    else:
        text = _("Your report is declined: %(pupil)s, %(days)s.", **facts)
    if report.answer:
        text = f"{text} {report.answer}"
    news = News(NoticeKind.ABSENCE_REPORT, f"report-{report.id}-answer", text, OWN)
    notify([(report.reported_by, news)], telling.now, telling.letters)


def days_of(first: dt.date, last: dt.date) -> str:
    """«03.09.2026» or «03.09.2026–05.09.2026»."""
    if first == last:
        return f"{first:%d.%m.%Y}"
    return f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"
