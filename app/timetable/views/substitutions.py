"""The substitution desk, the sheet for the wall and the hours of teachers [S7]."""

import datetime as dt
from collections.abc import Callable, Sequence

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, NotFound
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.messages.queries import letter_addresses
from app.timetable.access import may_arrange_substitutions
from app.timetable.forms import parse_date, parse_id, parse_month
from app.timetable.operations import lessons, substituting
from app.timetable.queries import changes
from app.timetable.queries import substituting as desk

_AHEAD = dt.timedelta(14)


class SubstitutionPage(Page):
    """Absent teachers and their lessons, day by day; told to everybody on one sheet."""

    route_base = "/substitutions"

    @expose("/")
    @has_access
    @permission_name("edit")
    def index(self) -> ResponseReturnValue:
        """Absences of teachers from the day of the address on, and the form of a new one."""
        return self._index()

    @expose("/absences", methods=["POST"])
    @has_access
    @permission_name("edit")
    def add(self) -> ResponseReturnValue:
        """Enter an absence and open its desk."""
        form, today = request.form, clock.today()
        first = parse_date(form.get("first", ""), today)
        made: list[int] = []

        def write() -> None:
            absence = substituting.record_teacher_absence(
                current(),
                staff_id=parse_id(form.get("staff_id", "")),
                first=first,
                last=parse_date(form.get("last", ""), first),
                reason=form.get("reason", ""),
            )
            made.append(substituting.stored_id(absence))

        status, faults = enter(write)
        if status != SAVED:
            return self._index(faults), status
        return redirect(url_for("SubstitutionPage.absence", absence_id=made[0]))

    @expose("/absences/<int:absence_id>")
    @has_access
    @permission_name("edit")
    def absence(self, absence_id: int) -> ResponseReturnValue:
        """The lessons of an absent teacher with who can take each."""
        return self._desk(absence_id)

    @expose("/absences/<int:absence_id>/remove", methods=["POST"])
    @has_access
    @permission_name("edit")
    def remove(self, absence_id: int) -> ResponseReturnValue:
        """The teacher was not away after all."""
        status, faults = enter(
            lambda: substituting.remove_teacher_absence(current(), absence_id=absence_id)
        )
        if status != SAVED:
            return self._desk(absence_id, faults), status
        flash(_("The absence is removed."), "success")
        return redirect(url_for("SubstitutionPage.index"))

    @expose("/absences/<int:absence_id>/lessons/<int:lesson_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def lesson(self, absence_id: int, lesson_id: int) -> ResponseReturnValue:
        """Do with the lesson what the form says: «staff-7», «merge-12», «cancel», «restore», «»."""
        status, faults = enter(_deed(lesson_id, request.form))
        if status != SAVED:
            return self._desk(absence_id, faults, lesson_id), status
        flash(_("Saved."), "success")
        return redirect(
            url_for("SubstitutionPage.absence", absence_id=absence_id, _anchor=f"l{lesson_id}")
        )

    @expose("/swap", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def swap(self) -> ResponseReturnValue:
        """Two lessons of a class on a day change places."""
        faults: Sequence[Fault] = ()
        if request.method == "POST":
            pair = [parse_id(request.form.get(name, "")) for name in ("lesson", "with")]
            status, faults = enter(
                lambda: lessons.swap_lessons(current(), lesson_id=pair[0], with_id=pair[1])
            )
            if status == SAVED:
                flash(_("The lessons have changed places."), "success")
        class_id = parse_id(request.values.get("class_id", ""), 0)
        day = parse_date(request.values.get("day", ""), clock.today())
        page = self.render_template(
            "timetable/swap.html",
            title=_("Two lessons change places"),
            classes=changes.classes_on(day),
            class_id=class_id,
            day=day,
            lessons=changes.lessons_of_class(class_id, day),
            faults=faults,
        )
        return page, 422 if faults else SAVED

    def _index(self, faults: Sequence[Fault] = ()) -> str:
        today = clock.today()
        since = parse_date(request.values.get("since", ""), today)
        return self.render_template(
            "timetable/substitutions.html",
            title=_("Substitutions"),
            absences=desk.absences_with_open_lessons(since, since + _AHEAD),
            staff=desk.teaching_staff(today),
            since=since,
            given=request.form,
            faults=faults,
        )

    def _desk(
        self, absence_id: int, faults: Sequence[Fault] = (), lesson_id: int | None = None
    ) -> str:
        absence = desk.absence_by_id(absence_id)
        if absence is None:
            raise NotFound
        return self.render_template(
            "timetable/desk.html",
            title=_("Lessons of an absent teacher"),
            absence=absence,
            rows=desk.affected_lessons(absence),
            faults=faults,
            at=lesson_id,
        )


class ChangesPage(Page):
    """What is changed on a day, for everybody at school; the hours of teachers for the office."""

    route_base = "/changes"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Changes of one day, for the wall."""
        day = parse_date(request.args.get("day", ""), clock.today())
        return self.render_template(
            "timetable/sheet.html",
            title=_("Changes in the timetable"),
            day=day,
            before=day - dt.timedelta(1),
            after=day + dt.timedelta(1),
            lessons=changes.changes_between(day, day),
            arranges=may_arrange_substitutions(current()),
        )

    @expose("/hours")
    @has_access
    @permission_name("register")
    def hours(self) -> ResponseReturnValue:
        """Held lessons by teacher for a month."""
        first, last = parse_month(request.args.get("month", ""), clock.today())
        return self.render_template(
            "timetable/hours.html",
            title=_("Hours of teachers"),
            first=first,
            rows=changes.hours_of_teachers(first, last),
        )


def _deed(lesson_id: int, form: dict[str, str]) -> Callable[[], None]:
    """What the choice of the form does with the lesson."""
    actor, reason = current(), form.get("reason", "")
    what, _dash, key = form.get("choice", "").partition("-")
    telling = substituting.Telling(clock.now(), letter_addresses(current_app.config))
    deeds: dict[str, Callable[[], None]] = {
        "staff": lambda: substituting.substitute_lesson(
            actor, lesson_id=lesson_id, staff_id=parse_id(key), reason=reason, telling=telling
        ),
        "merge": lambda: substituting.merge_lessons(
            actor, lesson_id=lesson_id, with_id=parse_id(key), reason=reason, telling=telling
        ),
        "cancel": lambda: substituting.cancel_for_absence(
            actor, lesson_id=lesson_id, reason=reason
        ),
        "restore": lambda: lessons.restore_lesson(actor, lesson_id=lesson_id),
        "": lambda: substituting.take_back_substitution(
            actor, lesson_id=lesson_id, telling=telling
        ),
    }
    if what not in deeds:
        raise NotFound
    return deeds[what]
