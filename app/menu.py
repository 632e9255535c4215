"""Every page of the product in menu order, one line each."""

from typing import Any

from flask_appbuilder import AppBuilder
from flask_babel import lazy_gettext as _l

from app.accounts.views import (
    FactorOffPage,
    LoginRecordView,
    LoginView,
    NewPasswordPage,
    OwnPasswordPage,
    PersonLoginPage,
    RolesPage,
    SecondFactorPage,
    SeeAsPage,
    SessionsPage,
)
from app.archive.views import YearEndPage
from app.attendance.views import (
    AbsenceDocumentView,
    AbsenceView,
    DayNoteView,
    DocumentPage,
    OwnReportPage,
    ReasonsPage,
    ReportPage,
    RequestPage,
    TodayPage,
    WallPage,
    WeekCheckPage,
)
from app.attendance.views.charts import AbsenceChart
from app.audit.views.history import AuditEntryView
from app.backup.views import BackupPage
from app.binding.views import BindingPage, SlipsPage
from app.board.views import AnnouncementsPage, ForumPage, PapersPage
from app.classes.views import (
    ClassMembershipView,
    CodesPage,
    DivisionPage,
    SchoolClassView,
    SubgroupMembershipView,
    SubgroupView,
)
from app.consents.views import ConsentsPage, ConsentView, GuardianPapersView
from app.control.views.charts import RemarkChart
from app.control.views.dashboard import ControlPage, TermsPage
from app.control.views.inspections import InspectionsPage, RemarksPage, RemindersPage
from app.control.views.usage import UsagePage
from app.core import pages
from app.correspondence.views import CorrespondencePage
from app.diary.views import (
    CalendarFeedPage,
    DiaryPage,
    FamiliesPage,
    HandedInPage,
    HandInPage,
    PupilRemarkView,
)
from app.exchange.people.views import PeopleImportPage
from app.exchange.timetable.views import TimetableImportPage
from app.help.views import HelpPage
from app.home.overview import OverviewPage
from app.home.views import HomePage
from app.jobs.views import JobsPage
from app.journal.views.charts import MarkChart
from app.journal.views.generated import HomeworkView, MarkView, ReopeningView, TaskView
from app.journal.views.offline import OfflinePage
from app.journal.views.page import JournalPage
from app.journal.views.week import WeekPage
from app.messages.views import NoticePage
from app.movement.views import ListCheckPage, MovementPage
from app.outages.views.forms import FormsPage
from app.outages.views.outages import OutagesPage, OutageView, TransferView
from app.outages.views.sheets import SheetPage, SheetView
from app.outages.views.transfer import TransferPage
from app.people.views import GuardianshipView, GuardianView, PupilView, StaffView, TaughtPupilView
from app.plan.views import (
    CoursePlanPage,
    CourseTeacherView,
    CourseView,
    CurriculumHoursView,
    CurriculumPage,
    LessonPlanView,
    PlanImportPage,
    PlansPage,
    PlanTopicView,
    WorkKindView,
)
from app.reports.views import ReportsPage
from app.results.views import (
    ClassResultsPage,
    ClosingPage,
    CouncilDecisionView,
    CouncilPage,
    OutlookPage,
    ResultSheetPage,
    ResultView,
)
from app.school.views import (
    AcademicYearView,
    BellScheduleView,
    BellTimeView,
    CalendarDayView,
    GradingPeriodView,
    RoomView,
    SchoolView,
    ShiftView,
    SubjectView,
    VacationView,
    YearPage,
)
from app.timetable.views import LessonView, MakeLessonsPage, SlotView, TimetablePage
from app.timetable.views.substitutions import ChangesPage, SubstitutionPage
from app.works.views import PointsImportPage, WorkPlansPage, WorksPage

HOME: Any = HomePage
BASE = "appbuilder/baselayout.html"

# (key, heading, pages): a page is (view, label). Who sees a page is in accounts/roles.py.
MENU: tuple[tuple[str, Any, tuple[tuple[Any, Any], ...]], ...] = (
    (
        "journal",
        _l("Journal"),
        (
            (DiaryPage, _l("Diary")),
            (JournalPage, _l("Journal page")),
            (WeekPage, _l("Week of a class")),
            (FamiliesPage, _l("What parents have seen")),
            (PupilRemarkView, _l("Remarks to pupils")),
            (HandedInPage, _l("Homework handed in")),
            (MarkView, _l("Marks")),
            (MarkChart, _l("Marks in pictures")),
            (OverviewPage, _l("Overview")),
            (HomeworkView, _l("Homework")),
            (TaskView, _l("Works in lessons")),
            (ClassResultsPage, _l("Results of a class")),
            (ClosingPage, _l("Closing of periods")),
            (CouncilPage, _l("Decisions of the council")),
            (ResultView, _l("Results of periods")),
            (ReopeningView, _l("Opened lessons")),
            (WorksPage, _l("Control works")),
            (ControlPage, _l("Keeping of journals")),
            (InspectionsPage, _l("Checks of journals")),
            (RemarksPage, _l("Remarks to my journals")),
            (UsagePage, _l("Use of the journal")),
            (ReportsPage, _l("Reports")),
            (BindingPage, _l("Journal on paper")),
            (SlipsPage, _l("Weekly slips")),
            (FormsPage, _l("Temporary journals")),
            (OutagesPage, _l("Outages and transfer")),
            (SheetView, _l("Printed sheets")),
            (JobsPage, _l("My tasks")),
        ),
    ),
    (
        "attendance",
        _l("Attendance"),
        (
            (TodayPage, _l("Who is absent today")),
            (WallPage, _l("For the wall")),
            (OwnReportPage, _l("Report an absence")),
            (ReportPage, _l("Reports of parents")),
            (AbsenceDocumentView, _l("Documents on absence")),
            (DayNoteView, _l("Day notes")),
            (WeekCheckPage, _l("Weeks to reconcile")),
            (RequestPage, _l("Requests of class teachers")),
            (AbsenceView, _l("Absences")),
            (AbsenceChart, _l("Absences in pictures")),
        ),
    ),
    (
        "timetable",
        _l("Timetable"),
        (
            (TimetablePage, _l("Timetable")),
            (ChangesPage, _l("Changes")),
            (SubstitutionPage, _l("Substitutions")),
            (LessonView, _l("Lessons")),
            (SlotView, _l("Slots of the timetable")),
            (MakeLessonsPage, _l("Make lessons")),
            (TimetableImportPage, _l("Timetable import")),
        ),
    ),
    (
        "people",
        _l("People"),
        (
            (PupilView, _l("Pupils")),
            (TaughtPupilView, _l("My pupils")),
            (GuardianView, _l("Parents")),
            (ConsentsPage, _l("Consents")),
            (StaffView, _l("Staff")),
            (SchoolClassView, _l("Classes")),
            (ClassMembershipView, _l("Class lists")),
            (MovementPage, _l("Requests about movement")),
            (ListCheckPage, _l("Check of the lists")),
            (SubgroupView, _l("Subgroups")),
            (DivisionPage, _l("Splitting a class")),
            (PeopleImportPage, _l("Import of people")),
        ),
    ),
    (
        "plan",
        _l("Curriculum"),
        (
            (PlansPage, _l("Lesson plans")),
            (LessonPlanView, _l("Lesson plans by subject")),
            (CurriculumHoursView, _l("Curriculum")),
            (CurriculumPage, _l("Hours against the curriculum")),
            (CourseView, _l("Courses")),
            (CourseTeacherView, _l("Teachers of courses")),
            (WorkKindView, _l("Kinds of work")),
        ),
    ),
    (
        "school",
        _l("School"),
        (
            (AnnouncementsPage, _l("Announcements")),
            (PapersPage, _l("Staff room")),
            (ForumPage, _l("Forum")),
            (YearPage, _l("Calendar of the year")),
            (SchoolView, _l("School and settings")),
            (YearEndPage, _l("End of the year")),
            (AcademicYearView, _l("Academic years")),
            (GradingPeriodView, _l("Grading periods")),
            (VacationView, _l("Vacations")),
            (CalendarDayView, _l("Special days")),
            (ShiftView, _l("Shifts")),
            (BellScheduleView, _l("Bell schedules")),
            (RoomView, _l("Rooms")),
            (SubjectView, _l("Subjects")),
        ),
    ),
    (
        "administration",
        _l("Administration"),
        (
            (LoginView, _l("Logins")),
            (CodesPage, _l("Activation codes")),
            (LoginRecordView, _l("Record of logins")),
            (RolesPage, _l("Roles and rights")),
            (AuditEntryView, _l("History of changes")),
            (BackupPage, _l("Backups")),
        ),
    ),
)
# Pages that are reached from other pages.
WITHOUT_MENU = (
    CorrespondencePage,
    HelpPage,
    WorkPlansPage,
    PointsImportPage,
    TermsPage,
    RemarkChart,
    RemindersPage,
    CalendarFeedPage,
    HandInPage,
    ResultSheetPage,
    OutlookPage,
    CouncilDecisionView,
    DocumentPage,
    OfflinePage,
    ReasonsPage,
    NoticePage,
    SheetPage,
    OutageView,
    TransferView,
    TransferPage,
    NewPasswordPage,
    OwnPasswordPage,
    PersonLoginPage,
    SessionsPage,
    SecondFactorPage,
    FactorOffPage,
    SeeAsPage,
    GuardianshipView,
    ConsentView,
    GuardianPapersView,
    SubgroupMembershipView,
    BellTimeView,
    PlanTopicView,
    CoursePlanPage,
    PlanImportPage,
)


def register(appbuilder: AppBuilder) -> None:
    """Register the pages; a pick list of a table without a row filter stops the start."""
    for key, heading, entries in MENU:
        for view, label in entries:
            appbuilder.add_view(
                view, view.__name__, label=label, category=key, category_label=heading
            )
    for view in WITHOUT_MENU:
        appbuilder.add_view_no_menu(view)
    pages.check(appbuilder)
