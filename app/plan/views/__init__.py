"""Pages of lesson plans (КТП), curriculum and courses."""

from app.plan.views.course import CoursePlanPage
from app.plan.views.importing import PlanImportPage
from app.plan.views.overview import CurriculumPage, PlansPage
from app.plan.views.rows import (
    CourseTeacherView,
    CourseView,
    CurriculumHoursView,
    LessonPlanView,
    PlanTopicView,
    WorkKindView,
)

__all__ = [
    "CoursePlanPage",
    "CourseTeacherView",
    "CourseView",
    "CurriculumHoursView",
    "CurriculumPage",
    "LessonPlanView",
    "PlanImportPage",
    "PlanTopicView",
    "PlansPage",
    "WorkKindView",
]
