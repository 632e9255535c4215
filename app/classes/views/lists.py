"""Lists of classes, subgroups and of who is in them [S2 S4 S6]."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.classes import access, queries
from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.classes.operations import division, membership, structure
from app.classes.rules import Papers
from app.core import clock
from app.core.actor import Actor
from app.core.pages import JournalModelView

_LABELS = {
    "pupil": _l("Pupil"),
    "school_class": _l("Class"),
    "subgroup": _l("Subgroup"),
    "subgroup.division": _l("Division"),
    "division": _l("Division"),
    "since": _l("From"),
    "until": _l("To (last day)"),
    "came_from": _l("Came from"),
    "arrival_order": _l("Order on the arrival, No."),
    "leaving": _l("Left the school"),
    "left_to": _l("Went to"),
    "departure_order": _l("Order on the departure, No."),
}
_CAME, _LEFT = ("came_from", "arrival_order"), ("leaving", "left_to", "departure_order")
_STAY = ["can_list", "can_export", "can_add", "can_edit", "can_delete"]


class ClassMembershipView(JournalModelView):
    """Class lists: who is in which class from when to when [S6]."""

    model = ClassMembership
    visible = access.visible_class_memberships
    eager = (joinedload(ClassMembership.pupil),)
    base_permissions = _STAY.copy()
    route_base = "/class-lists"
    list_title = _l("Class lists")
    add_title = _l("A pupil comes to a class")
    base_order = ("pupil", "asc")
    page_size = 50
    list_columns: ClassVar = ["pupil", "school_class", "since", "until"]
    show_columns: ClassVar[list[str]] = []
    add_columns: ClassVar = ["pupil", "school_class", "since", "until", *_CAME]
    edit_columns: ClassVar = ["since", *_CAME, "until", *_LEFT]
    search_columns: ClassVar = ["school_class", "pupil", "since", "until"]
    label_columns: ClassVar = _LABELS
    description_columns: ClassVar = {
        "until": _l("Empty until the pupil leaves the class. Subgroups end on the same day."),
        "leaving": _l("Empty for a pupil who goes on in another class of the school."),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """The pupil comes."""
        return membership.enrol_pupil(
            actor,
            pupil_id=data["pupil"].id,
            class_id=data["school_class"].id,
            since=data["since"],
            until=data["until"],
            papers=Papers(data["came_from"] or "", data["arrival_order"] or ""),
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """The pupil leaves, or the days are put right."""
        texts = {name: data[name] or "" for name in (*_CAME, "left_to", "departure_order")}
        membership.change_stay(
            actor,
            membership_id=item.id,
            since=data["since"],
            until=data["until"],
            papers=Papers(leaving=data["leaving"], **texts),
        )

    def remove(self, actor: Actor, item: Any) -> None:
        """It was a mistake."""
        recorded = queries.has_entries(item.pupil_id, class_id=item.class_id)
        membership.forget_stay(actor, membership_id=item.id, today=clock.today(), recorded=recorded)


class SubgroupMembershipView(JournalModelView):
    """Who is in which subgroup from when to when [S4]."""

    model = SubgroupMembership
    visible = access.visible_subgroup_memberships
    eager = (joinedload(SubgroupMembership.pupil),)
    base_permissions = _STAY.copy()
    route_base = "/subgroup-lists"
    list_title = _l("Lists of subgroups")
    add_title = _l("A pupil comes to a subgroup")
    base_order = ("pupil", "asc")
    page_size = 50
    list_columns: ClassVar = ["pupil", "subgroup", "subgroup.division", "since", "until"]
    show_columns: ClassVar[list[str]] = []
    add_columns: ClassVar = ["pupil", "subgroup", "since"]
    edit_columns: ClassVar = ["since", "until"]
    search_columns: ClassVar = ["subgroup", "pupil", "since", "until"]
    label_columns: ClassVar = _LABELS
    description_columns: ClassVar = {
        "since": _l("The pupil leaves the former subgroup of this division the day before."),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """The pupil is moved to the subgroup."""
        division.move_pupil_to_subgroup(
            actor,
            pupil_id=data["pupil"].id,
            subgroup_id=data["subgroup"].id,
            since=data["since"],
            today=clock.today(),
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """The days are put right."""
        division.change_subgroup_stay(actor, membership_id=item.id, **data)

    def remove(self, actor: Actor, item: Any) -> None:
        """It was a mistake."""
        group = item.subgroup
        recorded = queries.has_entries(item.pupil_id, class_id=group.class_id, subgroup_id=group.id)
        division.forget_subgroup_stay(
            actor, membership_id=item.id, today=clock.today(), recorded=recorded
        )


class SubgroupView(JournalModelView):
    """Subgroups of the classes; they are made on the page of the division [S4]."""

    model = Subgroup
    visible = access.visible_subgroups
    pick_by = ("school_class.grade", "school_class.name", "division", "name")
    route_base = "/subgroups"
    list_title = _l("Subgroups")
    base_order = ("school_class", "asc")
    page_size = 50
    list_columns: ClassVar = ["school_class", "division", "name"]
    show_columns = list_columns
    add_columns: ClassVar = ["school_class", "division", "name"]
    edit_columns: ClassVar = ["division", "name"]
    search_columns: ClassVar = ["school_class", "division", "name"]
    label_columns: ClassVar = {**_LABELS, "name": _l("Subgroup")}
    description_columns: ClassVar = {
        "division": _l("What the class is split for, for example «English»"),
    }
    related_views: ClassVar = [SubgroupMembershipView]

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """One more subgroup of a division."""
        return structure.add_subgroup(actor, **data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Other names."""
        structure.rename_subgroup(actor, subgroup=item, **data)


class SchoolClassView(JournalModelView):
    """The classes of the years [S2]."""

    model = SchoolClass
    visible = access.visible_classes
    pick_by = ("grade", "name")
    route_base = "/classes"
    list_title = _l("Classes")
    add_title = _l("A new class")
    base_order = ("grade", "asc")
    page_size = 50
    list_columns: ClassVar = ["name", "grade", "year", "teacher", "shift", "capacity"]
    show_columns: ClassVar = [
        *("year", "grade", "teacher", "shift", "days_per_week", "capacity"),
    ]
    add_columns: ClassVar = [
        *("year", "grade", "name", "teacher", "shift", "days_per_week", "capacity"),
    ]
    edit_columns: ClassVar = [
        *("grade", "name", "teacher", "shift", "days_per_week", "capacity"),
    ]
    search_columns: ClassVar = ["year", "grade", "name", "teacher"]
    label_columns: ClassVar = {
        "name": _l("Class"),
        "grade": _l("Grade"),
        "year": _l("Academic year"),
        "teacher": _l("Class teacher"),
        "shift": _l("Shift"),
        "capacity": _l("Places"),
        "days_per_week": _l("School days a week"),
    }
    description_columns: ClassVar = {"days_per_week": _l("5 or 6")}
    related_views: ClassVar = [ClassMembershipView, SubgroupView]

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """A class is opened."""
        return structure.add_class(actor, values=data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """A class gets another teacher, name, room for pupils."""
        structure.change_class(actor, school_class=item, values=data)

    def remove(self, actor: Actor, item: Any) -> None:
        """A class that nothing belongs to."""
        access.require_may_arrange(actor)
        super().remove(actor, item)
