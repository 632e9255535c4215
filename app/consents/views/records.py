"""Recorded consents, and the papers of guardians that they open [P8 P9]."""

from typing import Any, ClassVar

from flask import request
from flask_babel import lazy_gettext as _l

from app.classes import access as class_access
from app.consents import access, operations
from app.consents.models import Consent, GuardianPapers
from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import JournalModelView

_PAPERS = {
    "birth_date": _l("Birth date"),
    "passport": _l("Passport"),
    "snils": _l("SNILS"),
}


class ConsentView(JournalModelView):
    """Consents to process personal data: who signed, when, for what, until when [P9]."""

    model = Consent
    visible = access.visible_consents
    base_permissions: ClassVar = ["can_list", "can_export", "can_add", "can_edit", "can_delete"]
    route_base = "/consent-records"
    list_title = _l("Consents to process data")
    add_title = _l("A signed consent")
    edit_title = _l("Consent: put right or withdraw")
    base_order = ("given_on", "desc")
    page_size = 50
    list_columns: ClassVar = ["pupil", "guardian", "covers", "given_on", "withdrawn_on"]
    show_columns: ClassVar[list[str]] = []
    add_columns: ClassVar = ["pupil", "guardian", "covers", "given_on", "note"]
    edit_columns: ClassVar = ["covers", "given_on", "withdrawn_on", "note"]
    search_columns: ClassVar = ["pupil", "guardian", "covers", "given_on", "withdrawn_on"]
    label_columns: ClassVar = {
        "pupil": _l("Pupil"),
        "guardian": _l("Signed by"),
        "covers": _l("What it covers"),
        "given_on": _l("Signed on"),
        "withdrawn_on": _l("Withdrawn on"),
        "note": _l("Notes"),
    }
    description_columns: ClassVar = {
        "guardian": _l("A parent from the pupil's card"),
        "withdrawn_on": _l(
            "Date of the parent's application. Birth date, passport and SNILS are emptied at once."
        ),
    }
    narrow: ClassVar = {
        "pupil": lambda: class_access.kept_cards(current(), clock.today()),
        "guardian": lambda: access.signatories(
            current(), request.args.get("_flt_0_pupil", ""), clock.today()
        ),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """A parent has signed."""
        return operations.give_consent(
            actor,
            pupil_id=data["pupil"].id,
            guardian_id=data["guardian"].id,
            covers=data["covers"],
            given_on=data["given_on"],
            note=data["note"] or "",
            today=clock.today(),
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """It is put right, or withdrawn."""
        note = data.pop("note") or ""
        operations.change_consent(actor, consent=item, note=note, today=clock.today(), **data)

    def remove(self, actor: Actor, item: Any) -> None:
        """It was recorded by mistake."""
        operations.forget_consent(actor, consent=item, today=clock.today())


class GuardianPapersView(JournalModelView):
    """Birth date, passport and СНИЛС: one opens them for one guardian; no export [P8]."""

    model = GuardianPapers
    visible = access.visible_papers
    base_permissions: ClassVar = ["can_list", "can_show", "can_add", "can_edit", "can_delete"]
    route_base = "/guardian-papers"
    list_title = _l("Papers of parents")
    add_title = _l("Papers of a parent")
    base_order = ("guardian", "asc")
    page_size = 50
    list_columns: ClassVar = ["guardian", "filled"]
    show_columns: ClassVar = [*_PAPERS]
    add_columns: ClassVar = ["guardian", *_PAPERS]
    edit_columns: ClassVar = [*_PAPERS]
    search_columns: ClassVar = ["guardian"]
    label_columns: ClassVar = {**_PAPERS, "guardian": _l("Parent"), "filled": _l("What is there")}
    description_columns: ClassVar = {
        "guardian": _l("Only with a recorded consent that covers these data"),
        "passport": _l("Series, number, by whom and when it was given"),
        "snils": _l("11 digits, for example 112-233-445 95"),
    }
    narrow: ClassVar = {
        "guardian": lambda: class_access.kept_guardians(current(), clock.today()),
    }
    formatters_columns: ClassVar = {
        "filled": lambda names: ", ".join(str(_PAPERS[name]) for name in names)
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """The parent gave them."""
        guardian = data.pop("guardian")
        return operations.write_papers(actor, guardian_id=guardian.id, **_given(data))

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """They are put right."""
        guardian_id = item.guardian_id
        operations.write_papers(actor, guardian_id=guardian_id, papers=item, **_given(data))

    def remove(self, actor: Actor, item: Any) -> None:
        """They are not needed any more."""
        operations.drop_papers(actor, papers=item, today=clock.today())


def _given(data: dict[str, Any]) -> dict[str, Any]:
    texts = {name: data[name] or "" for name in ("passport", "snils")}
    return {**texts, "birth_date": data["birth_date"], "today": clock.today()}
