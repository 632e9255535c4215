"""Papers on absence: received, corrected, applied to the lessons of their days [T2]."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _

from app.attendance.access import require_may_keep_papers
from app.attendance.enums import AbsenceKind, DocumentKind
from app.attendance.models import AbsenceDocument
from app.attendance.queries.documents import concerned_lessons, kept_document
from app.attendance.rules.documents import document_faults
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, refuse_if
from app.core.files import Scan


@dataclass(frozen=True)
class PaperCard:
    """What a person enters of a document; without a scan the one that is there stays."""

    document: DocumentKind
    kind: AbsenceKind
    first: dt.date
    last: dt.date
    received_on: dt.date
    note: str = ""
    scan: Scan | None = None


def receive_document(
    actor: Actor, *, pupil_id: int, card: PaperCard, today: dt.date
) -> AbsenceDocument:
    """Put a paper on record; no lesson changes yet: `apply_document` shows and does that [T2].

    Raises Forbidden, Refused with all faults.
    """
    require_may_keep_papers(actor, pupil_id, card.first, card.last)
    _require_right(card, today)
    row = AbsenceDocument(pupil_id=pupil_id)
    _fill(row, card)
    db.session.add(row)
    db.session.flush()  # the page of its lessons is found by the key
    return row


def correct_document(
    actor: Actor, *, document: AbsenceDocument, card: PaperCard, today: dt.date
) -> None:
    """Change what is recorded of a paper; its lessons are shown again before they change [T2]."""
    kept_document(actor, document.id, today)
    require_may_keep_papers(actor, document.pupil_id, card.first, card.last)
    _require_right(card, today)
    _fill(document, card)


def remove_document(actor: Actor, *, document: AbsenceDocument, today: dt.date) -> None:
    """Take a paper off the record; what lessons have stays as it is [T2]."""
    kept_document(actor, document.id, today)
    db.session.delete(document)


def apply_document(actor: Actor, *, document_id: int, seen: int, today: dt.date) -> int:
    """Give the absences of a paper's days its reason, all or none; how many changed [T2].

    `seen`: the version of the list that the person looked at. Raises NotFound, Forbidden, or
    Conflict when the list is another one by now.
    """
    document = kept_document(actor, document_id, today)
    concerns = concerned_lessons(actor, document, today)
    if seen != concerns.version:
        raise Conflict(_("The lessons have changed meanwhile: look at the list once more."))
    for one in concerns.changing:
        if one.absence:
            one.absence.kind, one.absence.minutes = one.becomes, None
    return len(concerns.changing)


def _require_right(card: PaperCard, today: dt.date) -> None:
    refuse_if(document_faults(card.kind, card.first, card.last, card.received_on, today))


def _fill(row: AbsenceDocument, card: PaperCard) -> None:
    row.document, row.kind, row.note = card.document, card.kind, card.note
    row.first, row.last, row.received_on = card.first, card.last, card.received_on
    if card.scan:
        row.scan_key, row.scan_name = card.scan.key, card.scan.name
        row.scan_type = card.scan.type
