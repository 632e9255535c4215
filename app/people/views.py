"""Lists of people and personal cards; guardianship from the card of the child [P3 P4 P8 S2]."""

from typing import Any, ClassVar

from flask import flash
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, Optional

from app.classes import access as class_access
from app.classes.operations import cards
from app.classes.queries import class_on
from app.classes.views import ClassMembershipView, SubgroupMembershipView
from app.consents.views import ConsentView, GuardianPapersView
from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import JournalModelView, ReadOnlyView
from app.core.pages.fields import CodeField, PickField
from app.core.pages.interface import Interface
from app.core.pages.search import Narrowed
from app.people import access, operations, rules
from app.people.enums import Sex
from app.people.models import Guardian, Guardianship, Pupil, Staff
from app.plan import access as plan_access

NAMES = ["last_name", "first_name", "middle_name"]
LABELS = {
    "last_name": _l("Last name"),
    "first_name": _l("First name"),
    "middle_name": _l("Patronymic"),
    "sex": _l("Sex"),
    "birth_date": _l("Birth date"),
    "phone": _l("Phone"),
    "email": _l("E-mail"),
    "class_stays": _l("Class"),
    "classes": _l("Class"),
}
PICKED_BY = ("last_name", "first_name", "middle_name")


def _class_now(stays: Any) -> str:
    return class_on(stays, clock.today())


def _families(links: Any) -> str:
    return ", ".join(sorted(link.pupil.call_name for link in links))


class PersonView(JournalModelView):
    """What the lists of pupils, guardians and staff have in common."""

    pick_by = PICKED_BY
    base_order = ("last_name", "asc")
    page_size = 50
    show_template = "people/card.html"

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Put a person on the list."""
        person = operations.add_person(actor, kind=self.model, card=data, today=clock.today())
        return self._doubt(person)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Change a card."""
        operations.change_person(actor, person=item, card=data, today=clock.today())
        self._doubt(item)

    def remove(self, actor: Actor, item: Any) -> None:
        """Take a person off the list, unless records belong to them."""
        access.require_may_keep_people(actor)
        super().remove(actor, item)

    def _doubt(self, person: Any) -> Any:
        for fault in rules.sex_doubts(person.middle_name, person.sex):
            flash(str(fault.text), "warning")
        return person


class GuardianshipView(JournalModelView):
    """Who is whose guardian; a new guardian is entered here, on the card of the child [P5 P8]."""

    model = Guardianship
    visible = plan_access.visible_guardianships
    base_permissions: ClassVar = ["can_list", "can_add", "can_delete"]
    base_filters: ClassVar = [["id", Narrowed, class_access.visible_families]]
    route_base = "/guardianship"
    list_title = _l("Parents of pupils")
    add_title = _l("A parent of the pupil")
    base_order = ("pupil", "asc")
    page_size = 50
    list_columns: ClassVar = ["guardian", "relation", "pupil", "guardian.phone", "guardian.email"]
    show_columns: ClassVar[list[str]] = []
    add_columns: ClassVar = ["pupil", "relation", "guardian", *NAMES, "phone", "email"]
    edit_columns: ClassVar[list[str]] = []
    search_columns: ClassVar = ["pupil", "guardian"]
    label_columns: ClassVar = {
        **LABELS,
        "pupil": _l("Pupil"),
        "guardian": _l("Parent"),
        "relation": _l("Relation"),
        "guardian.phone": _l("Phone"),
        "guardian.email": _l("E-mail"),
    }
    description_columns: ClassVar = {
        "relation": _l("For example: mother, father, guardian"),
    }
    narrow: ClassVar = {"pupil": lambda: class_access.kept_cards(current(), clock.today())}
    add_form_extra_fields: ClassVar = {
        "guardian": PickField(
            _l("Parent"),
            [Optional()],
            interface=Interface(Guardian),
            address=("GuardianshipView", "add", "guardian"),
            narrow=lambda: class_access.kept_guardians(current(), clock.today()),
            description=_l(
                "If the parent is on the list already (of a brother or sister), choose them here;"
                " otherwise fill in the fields below."
            ),
        ),
        **{
            name: StringField(LABELS[name], [Length(max=most)], render_kw={"maxlength": most})
            for name, most in (*((name, 60) for name in NAMES), ("phone", 40), ("email", 120))
        },
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """A guardian who is on the list, or a new one."""
        card = {name: data[name] for name in (*NAMES, "phone", "email")}
        return cards.add_guardian(
            actor,
            pupil=data["pupil"],
            relation=data["relation"],
            guardian=data["guardian"],
            card=card,
            today=clock.today(),
        )

    def remove(self, actor: Actor, item: Any) -> None:
        """The parent no longer sees the child."""
        cards.remove_guardian(actor, link=item, today=clock.today())


class PupilView(PersonView):
    """Personal cards of pupils: the administration's, the secretary's, the class teacher's [P8]."""

    model = Pupil
    visible = plan_access.visible_pupils
    base_filters: ClassVar = [["id", Narrowed, class_access.visible_cards]]
    route_base = "/pupils"
    list_title = _l("Pupils")
    add_title = _l("A new pupil")
    list_columns: ClassVar = [*NAMES, "class_stays", "birth_date", "phone"]
    show_fieldsets: ClassVar = [
        (None, {"fields": ["class_stays", "sex", "birth_date", "phone", "email"]}),
        (_l("Studies"), {"fields": ["medical_group", "individual_plan", "slips_since", "note"]}),
    ]
    add_columns: ClassVar = [
        *NAMES,
        *("sex", "birth_date", "phone", "email", "medical_group", "individual_plan"),
        *("slips_since", "note"),
    ]
    edit_columns = add_columns
    search_columns: ClassVar = [
        *("last_name", "first_name", "classes", "sex", "medical_group", "slips_since"),
    ]
    label_columns: ClassVar = {
        **LABELS,
        "medical_group": _l("Medical group for physical education"),
        "individual_plan": _l("Individual plan or adapted programme"),
        "slips_since": _l("Weekly slips: application of"),
        "note": _l("Notes"),
    }
    description_columns: ClassVar = {
        "medical_group": _l("Empty: the main group"),
        "slips_since": _l("Date of the parents' application; the class teacher prints the slips"),
    }
    add_form_extra_fields: ClassVar = {
        "sex": CodeField(
            LABELS["sex"],
            validators=[Optional()],
            kind=Sex,
            blank=True,
            description=_l("May stay empty when the patronymic tells it"),
        ),
    }
    formatters_columns: ClassVar = {"class_stays": _class_now}
    related_views: ClassVar = [
        *(ClassMembershipView, SubgroupMembershipView, GuardianshipView, ConsentView),
    ]

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """The class teacher of the own class keeps its cards too [P3]."""
        cards.change_card(actor, pupil=item, card=data, today=clock.today())
        self._doubt(item)


class TaughtPupilView(ReadOnlyView):
    """The pupils that a teacher teaches: names and classes, nothing else [P2]."""

    model = Pupil
    visible = plan_access.visible_pupils
    pick_by = PICKED_BY
    route_base = "/my-pupils"
    list_title = _l("My pupils")
    base_order = ("last_name", "asc")
    page_size = 50
    list_columns: ClassVar = [*NAMES, "class_stays"]
    show_columns = list_columns
    search_columns: ClassVar = ["last_name", "first_name", "classes"]
    label_columns: ClassVar = LABELS
    formatters_columns: ClassVar = {"class_stays": _class_now}


class GuardianView(PersonView):
    """Parents and other legal representatives; a new one is entered on the child's card [P8]."""

    model = Guardian
    visible = plan_access.visible_guardians
    base_permissions: ClassVar = ["can_list", "can_show", "can_export", "can_edit", "can_delete"]
    base_filters: ClassVar = [["id", Narrowed, class_access.visible_guardian_cards]]
    route_base = "/guardians"
    list_title = _l("Parents")
    list_columns: ClassVar = [*NAMES, "children", "phone", "email"]
    show_columns: ClassVar = ["sex", "phone", "email"]
    add_columns: ClassVar[list[str]] = []
    edit_columns: ClassVar = [*NAMES, "sex", "phone", "email"]
    search_columns: ClassVar = ["last_name", "first_name", "phone", "email"]
    label_columns: ClassVar = {**LABELS, "children": _l("Children")}
    formatters_columns: ClassVar = {"children": _families}
    related_views: ClassVar = [GuardianshipView, GuardianPapersView, ConsentView]

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Who keeps the card of the child keeps that of the guardian [P3]."""
        cards.change_guardian(actor, guardian=item, card=data, today=clock.today())
        self._doubt(item)


class StaffView(PersonView):
    """The people who work at the school [S2]."""

    model = Staff
    visible = access.visible_staff
    route_base = "/staff"
    list_title = _l("Staff")
    add_title = _l("A new member of staff")
    list_columns: ClassVar = [*NAMES, "position", "phone", "email", "left_on"]
    show_columns: ClassVar = ["position", "sex", "phone", "email", "left_on"]
    add_columns: ClassVar = [*NAMES, "sex", "position", "phone", "email"]
    edit_columns: ClassVar = [*add_columns, "left_on"]
    search_columns: ClassVar = ["last_name", "first_name", "position", "left_on"]
    label_columns: ClassVar = {
        **LABELS,
        "position": _l("Position"),
        "left_on": _l("Left on"),
    }
