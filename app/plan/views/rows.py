"""Generated pages of the curriculum, courses and lesson plans [S3 J4 P2 J5]."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.core.actor import Actor, current
from app.core.pages import JournalModelView
from app.plan import access, operations
from app.plan.models import (
    Course,
    CourseTeacher,
    CurriculumHours,
    LessonPlan,
    PlanTopic,
    WorkKind,
)
from app.school.access import require_may_edit_structure, visible_structure
from app.timetable.operations import plans


class CurriculumHoursView(JournalModelView):
    """Hours a week and a year of each subject in each class."""

    model = CurriculumHours
    visible = access.visible_curriculum_hours
    route_base = "/curriculum-hours"
    list_title = _l("Curriculum")
    add_title = _l("Hours of a subject in a class")
    base_order = ("school_class", "asc")
    page_size = 50
    list_columns: ClassVar = ["school_class", "subject", "hours_week", "hours_year"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns = list_columns
    search_columns: ClassVar = ["school_class", "subject"]
    label_columns: ClassVar = {
        "school_class": _l("Class"),
        "subject": _l("Subject"),
        "hours_week": _l("Hours a week"),
        "hours_year": _l("Hours a year"),
    }
    description_columns: ClassVar = {"hours_year": _l("Usually 34 weeks; in class 1 33 weeks.")}


class CourseTeacherView(JournalModelView):
    """Who teaches a course, from a date to a date."""

    model = CourseTeacher
    visible = access.visible_course_teachers
    eager = (joinedload(CourseTeacher.course),)
    route_base = "/course-teachers"
    list_title = _l("Teachers of courses")
    add_title = _l("A teacher of a course")
    base_order = ("since", "desc")
    page_size = 50
    list_columns: ClassVar = ["course", "staff", "since", "until"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns: ClassVar = ["since", "until"]
    search_columns: ClassVar = ["course", "staff", "since"]
    order_columns: ClassVar = ["staff", "since", "until"]
    label_columns: ClassVar = {
        "course": _l("Course"),
        "staff": _l("Teacher"),
        "since": _l("From"),
        "until": _l("To"),
    }
    description_columns: ClassVar = {"until": _l("Empty: to the end of the year.")}

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """The dates follow each other and lie in the year."""
        return operations.save_assignment(actor, CourseTeacher(), data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """The same for a change."""
        operations.save_assignment(actor, item, data)


class CourseView(JournalModelView):
    """Courses: one subject in one class or subgroup."""

    model = Course
    visible = access.visible_courses
    pick_by = ("school_class.grade", "school_class.name", "subject.name", "subgroup.name")
    route_base = "/courses"
    list_title = _l("Courses")
    add_title = _l("A new course")
    base_order = ("school_class", "asc")
    page_size = 50
    list_columns: ClassVar = [
        *("school_class", "subject", "subgroup.name", "teachers", "hours_week", "lesson_plan"),
    ]
    show_columns = list_columns
    add_columns: ClassVar = ["school_class", "subject", "subgroup", "hours_week"]
    edit_columns: ClassVar = ["hours_week"]
    search_columns: ClassVar = ["school_class", "subject", "lesson_plan"]
    label_columns: ClassVar = {
        "school_class": _l("Class"),
        "subject": _l("Subject"),
        "subgroup": _l("Subgroup"),
        "subgroup.name": _l("Subgroup"),
        "teachers": _l("Teachers"),
        "hours_week": _l("Hours a week"),
        "lesson_plan": _l("Lesson plan"),
    }
    description_columns: ClassVar = {
        "subgroup": _l("Empty: the whole class."),
    }
    formatters_columns: ClassVar = {
        "teachers": lambda rows: ", ".join(row.staff.short_name for row in rows)
    }
    related_views: ClassVar = [CourseTeacherView]

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """One course for a subject in a class or subgroup."""
        return operations.add_course(actor, values=data)


class PlanTopicView(JournalModelView):
    """Topics of lesson plans."""

    model = PlanTopic
    visible = access.visible_plan_topics
    pick_by = ("position", "title")
    route_base = "/plan-topics"
    list_title = _l("Topics of lesson plans")
    add_title = _l("A new topic")
    base_order = ("position", "asc")
    page_size = 100
    list_columns: ClassVar = [
        *("position", "section", "title", "hours", "work_kind", "homework"),
    ]
    show_columns: ClassVar = ["plan", *list_columns]
    add_columns = show_columns
    edit_columns = list_columns
    search_columns: ClassVar = ["plan", "section", "title", "work_kind"]
    order_columns: ClassVar = ["position", "section", "title", "hours", "work_kind"]
    label_columns: ClassVar = {
        "plan": _l("Lesson plan"),
        "position": _l("№"),
        "section": _l("Section"),
        "title": _l("Topic"),
        "hours": _l("Hours"),
        "work_kind": _l("Kind of work"),
        "homework": _l("Homework"),
    }
    narrow: ClassVar = {"plan": lambda: access.editable_plans(current())}

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Placed on the lessons of the plan's courses at once."""
        return plans.save_topic(actor, topic=PlanTopic(), values=data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """The same for a change."""
        plans.save_topic(actor, topic=item, values=data)

    def remove(self, actor: Actor, item: Any) -> None:
        """Lessons let go of it."""
        plans.remove_topics(actor, topics=[item])


class LessonPlanView(JournalModelView):
    """Lesson plans (КТП) by subject and grade."""

    model = LessonPlan
    visible = access.visible_lesson_plans
    eager = (joinedload(LessonPlan.author),)
    pick_by = ("name", "grade")
    route_base = "/lesson-plans"
    list_title = _l("Lesson plans by subject")
    add_title = _l("A new lesson plan")
    base_order = ("name", "asc")
    page_size = 50
    list_columns: ClassVar = ["name", "subject", "grade", "author", "year"]
    show_columns = list_columns
    add_columns: ClassVar = ["year", "subject", "grade", "name"]
    edit_columns: ClassVar = ["name"]
    search_columns: ClassVar = ["name", "subject", "grade", "author", "year"]
    label_columns: ClassVar = {
        "name": _l("Lesson plan"),
        "subject": _l("Subject"),
        "grade": _l("Grade"),
        "author": _l("Author"),
        "year": _l("Academic year"),
    }
    related_views: ClassVar = [PlanTopicView]

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """The person is its author."""
        return operations.add_plan(actor, values=data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Its author, the administrator, the deputies."""
        access.require_may_edit_plan(actor, item)
        super().change(actor, item, data)

    def remove(self, actor: Actor, item: Any) -> None:
        """Its courses go without a plan; what was given stays."""
        plans.remove_plan(actor, plan=item)


class WorkKindView(JournalModelView):
    """Kinds of work with their codes and weights."""

    model = WorkKind
    visible = visible_structure
    pick_by = ("position", "code")
    route_base = "/work-kinds"
    list_title = _l("Kinds of work")
    add_title = _l("A new kind of work")
    base_order = ("position", "asc")
    page_size = 50
    list_columns: ClassVar = ["code", "name", "weight", "written", "needs_week", "position"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns = list_columns
    search_columns: ClassVar = ["name", "written"]
    label_columns: ClassVar = {
        "code": _l("Code"),
        "name": _l("Kind of work"),
        "weight": _l("Weight"),
        "written": _l("Written"),
        "needs_week": _l("Needs a week to mark"),
        "position": _l("Place in the list"),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Only the administrator."""
        require_may_edit_structure(actor)
        return super().create(actor, data)
