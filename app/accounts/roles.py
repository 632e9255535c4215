"""Who may open what: the one table of roles, pages and permissions [P1 P4].

`flask access sync` brings the database to it. A name that no page has stops the synchronisation.
The role opens the page; which rows and what change is decided by each feature's access.py.
"""

from flask_babel import lazy_gettext as _l

ROLES = {
    "admin": _l("administrator of the journal"),
    "director": _l("director"),
    "deputy": _l("deputy director"),
    "secretary": _l("secretary"),
    "class_teacher": _l("class teacher"),
    "teacher": _l("teacher"),
    "pupil": _l("pupil"),
    "parent": _l("parent"),
}

READ = ("can_list", "can_show", "can_export")
WRITE = (*READ, "can_add", "can_edit", "can_delete")
VIEW = ("can_view",)
CHANGE = ("can_edit",)
EDIT = (*VIEW, *CHANGE)
STAYS = ("can_list", "can_export", "can_add", "can_edit", "can_delete")
PAPERS = ("can_list", "can_show", "can_add", "can_edit", "can_delete")

LEADERS = "director deputy"
TEACHERS = "class_teacher teacher"
SCHOOL = f"admin secretary {LEADERS} {TEACHERS}"
EVERYBODY = f"{SCHOOL} pupil parent"

TABLE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    # page, permissions, roles
    ("OwnPasswordPage", CHANGE, EVERYBODY),
    ("SessionsPage", CHANGE, EVERYBODY),
    ("SecondFactorPage", CHANGE, EVERYBODY),
    ("NoticePage", VIEW, EVERYBODY),
    ("CorrespondencePage", EDIT, EVERYBODY),
    ("HelpPage", VIEW, EVERYBODY),
    ("AnnouncementsPage", VIEW, EVERYBODY),
    ("AnnouncementsPage", CHANGE, f"admin {LEADERS} class_teacher"),
    ("PapersPage", VIEW, SCHOOL),
    ("PapersPage", CHANGE, f"admin secretary {LEADERS}"),
    ("ForumPage", EDIT, EVERYBODY),
    ("ForumPage", ("can_moderate",), f"admin {LEADERS}"),
    ("JobsPage", VIEW, SCHOOL),
    ("YearEndPage", VIEW, f"admin {LEADERS}"),
    ("YearEndPage", CHANGE, "admin deputy"),
    ("YearEndPage", ("can_administer",), "admin"),
    ("BackupPage", CHANGE, "admin"),
    ("LoginView", (*READ, "can_add", "can_edit"), "admin"),
    ("NewPasswordPage", CHANGE, "admin"),
    ("PersonLoginPage", CHANGE, "admin"),
    ("LoginRecordView", READ, "admin"),
    ("CodesPage", CHANGE, "admin class_teacher"),
    ("FactorOffPage", CHANGE, "admin"),
    ("SeeAsPage", CHANGE, "admin"),
    ("TimetablePage", VIEW, EVERYBODY),
    ("SlotView", WRITE, "admin"),
    ("SlotView", (*READ, "can_add", "can_edit", "can_delete"), TEACHERS),
    ("SlotView", READ, f"secretary {LEADERS}"),
    ("LessonView", WRITE, "admin"),
    ("LessonView", READ, f"{LEADERS} {TEACHERS}"),
    ("MakeLessonsPage", CHANGE, "admin"),
    ("TimetableImportPage", EDIT, "admin"),
    ("PlansPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("CoursePlanPage", EDIT, f"admin deputy {TEACHERS}"),
    ("CoursePlanPage", VIEW, "director"),
    ("PlanImportPage", CHANGE, f"admin deputy {TEACHERS}"),
    ("LessonPlanView", WRITE, f"admin deputy {TEACHERS}"),
    ("LessonPlanView", READ, "director"),
    ("PlanTopicView", WRITE, f"admin deputy {TEACHERS}"),
    ("PlanTopicView", READ, "director"),
    ("CurriculumHoursView", WRITE, "admin"),
    ("CurriculumHoursView", READ, f"{LEADERS} class_teacher"),
    ("CurriculumPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("CourseView", WRITE, "admin"),
    ("CourseView", READ, f"{LEADERS} {TEACHERS}"),
    ("CourseTeacherView", WRITE, "admin"),
    ("CourseTeacherView", READ, f"{LEADERS} {TEACHERS}"),
    ("WorkKindView", WRITE, "admin"),
    ("WorkKindView", READ, f"{LEADERS} {TEACHERS}"),
    ("YearPage", EDIT, "admin"),
    ("YearPage", VIEW, EVERYBODY),
    ("SchoolView", ("can_list", "can_show", "can_add", "can_edit"), "admin"),
    ("SchoolView", ("can_list", "can_show"), LEADERS),
    ("AcademicYearView", WRITE, "admin"),
    ("AcademicYearView", READ, LEADERS),
    ("GradingPeriodView", WRITE, "admin"),
    ("GradingPeriodView", READ, f"secretary {LEADERS} {TEACHERS}"),
    ("VacationView", WRITE, "admin"),
    ("VacationView", READ, f"secretary {LEADERS} {TEACHERS}"),
    ("CalendarDayView", WRITE, "admin"),
    ("CalendarDayView", READ, f"secretary {LEADERS}"),
    ("ShiftView", WRITE, "admin"),
    ("BellScheduleView", WRITE, "admin"),
    ("BellScheduleView", READ, f"secretary {LEADERS} {TEACHERS}"),
    ("BellTimeView", WRITE, "admin"),
    ("BellTimeView", READ, f"secretary {LEADERS} {TEACHERS}"),
    ("RoomView", WRITE, "admin"),
    ("RoomView", READ, f"secretary {LEADERS}"),
    ("SubjectView", WRITE, "admin"),
    ("SubjectView", READ, f"secretary {LEADERS}"),
    ("ChangesPage", VIEW, SCHOOL),
    ("ChangesPage", ("can_register",), f"admin secretary {LEADERS}"),
    ("SubstitutionPage", CHANGE, "admin deputy"),
    ("BindingPage", VIEW, f"admin {LEADERS} class_teacher"),
    ("BindingPage", ("can_sign",), "director"),
    ("SlipsPage", VIEW, f"admin {LEADERS} class_teacher"),
    ("FormsPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("FormsPage", CHANGE, "admin deputy"),
    ("SheetPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("SheetView", READ, f"admin {LEADERS} {TEACHERS}"),
    ("OutagesPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("OutagesPage", CHANGE, "admin deputy"),
    ("OutageView", READ, f"admin {LEADERS} {TEACHERS}"),
    ("TransferView", READ, f"admin {LEADERS} {TEACHERS}"),
    ("TransferPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("TransferPage", CHANGE, f"admin deputy {TEACHERS}"),
    ("PupilView", WRITE, "admin secretary"),
    ("PupilView", (*READ, *CHANGE), "class_teacher"),
    ("PupilView", READ, LEADERS),
    ("TaughtPupilView", READ, TEACHERS),
    ("GuardianView", (*READ, "can_edit", "can_delete"), "admin secretary"),
    ("GuardianView", (*READ, *CHANGE), "class_teacher"),
    ("GuardianView", READ, LEADERS),
    ("GuardianshipView", ("can_list", "can_add", "can_delete"), "admin secretary class_teacher"),
    ("GuardianshipView", ("can_list",), LEADERS),
    ("PeopleImportPage", EDIT, "admin secretary"),
    ("ConsentsPage", VIEW, f"admin secretary class_teacher {LEADERS}"),
    ("ConsentView", STAYS, "admin secretary"),
    ("ConsentView", ("can_list", "can_export", "can_add", "can_edit"), "class_teacher"),
    ("ConsentView", ("can_list", "can_export"), LEADERS),
    ("GuardianPapersView", PAPERS, "admin secretary class_teacher"),
    ("StaffView", WRITE, "admin secretary"),
    ("StaffView", READ, LEADERS),
    ("SchoolClassView", WRITE, "admin"),
    ("SchoolClassView", READ, SCHOOL),
    ("ClassMembershipView", STAYS, "admin secretary"),
    ("ClassMembershipView", ("can_list", "can_export"), f"class_teacher {LEADERS}"),
    ("MovementPage", VIEW, "admin secretary class_teacher"),
    ("MovementPage", CHANGE, "secretary class_teacher"),
    ("MovementPage", ("can_answer",), "admin"),
    ("ListCheckPage", VIEW, f"admin secretary {LEADERS}"),
    ("ListCheckPage", CHANGE, "secretary"),
    ("SubgroupView", WRITE, "admin"),
    ("SubgroupView", READ, SCHOOL),
    ("SubgroupMembershipView", STAYS, "admin"),
    ("SubgroupMembershipView", ("can_list", "can_export"), f"secretary class_teacher {LEADERS}"),
    ("DivisionPage", EDIT, "admin class_teacher"),
    ("JournalPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("JournalPage", CHANGE, TEACHERS),
    ("WeekPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("MarkView", WRITE, TEACHERS),
    ("MarkView", READ, f"admin {LEADERS}"),
    ("AbsenceView", WRITE, TEACHERS),
    ("AbsenceView", READ, f"admin {LEADERS}"),
    ("AbsenceDocumentView", WRITE, "admin secretary class_teacher"),
    ("AbsenceDocumentView", READ, LEADERS),
    ("DocumentPage", EDIT, "admin secretary class_teacher"),
    ("DocumentPage", VIEW, LEADERS),
    ("TodayPage", EDIT, "admin secretary class_teacher"),
    ("TodayPage", VIEW, LEADERS),
    ("WallPage", VIEW, SCHOOL),
    ("OwnReportPage", EDIT, "parent"),
    ("DiaryPage", EDIT, "pupil parent"),
    ("PupilRemarkView", WRITE, TEACHERS),
    ("PupilRemarkView", READ, f"admin {LEADERS}"),
    ("HandInPage", EDIT, "pupil parent"),
    ("HandedInPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("FamiliesPage", VIEW, f"admin {LEADERS} class_teacher"),
    ("ReportPage", EDIT, "admin secretary class_teacher"),
    ("DayNoteView", WRITE, "admin secretary class_teacher"),
    ("DayNoteView", READ, LEADERS),
    ("WeekCheckPage", EDIT, "class_teacher"),
    ("WeekCheckPage", VIEW, f"admin {LEADERS}"),
    ("RequestPage", EDIT, TEACHERS),
    ("ReasonsPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("HomeworkView", WRITE, TEACHERS),
    ("HomeworkView", READ, f"admin {LEADERS}"),
    ("TaskView", WRITE, TEACHERS),
    ("TaskView", READ, f"admin {LEADERS}"),
    ("ResultSheetPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("ResultSheetPage", CHANGE, TEACHERS),
    ("OutlookPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("ClassResultsPage", VIEW, f"admin {LEADERS} class_teacher"),
    ("ClosingPage", VIEW, f"admin {LEADERS}"),
    ("ClosingPage", CHANGE, "admin deputy"),
    ("CouncilPage", VIEW, f"admin {LEADERS} class_teacher"),
    ("CouncilPage", CHANGE, "admin deputy"),
    ("CouncilDecisionView", READ, f"admin {LEADERS} class_teacher"),
    ("ResultView", WRITE, TEACHERS),
    ("ResultView", READ, f"admin {LEADERS}"),
    ("ReportsPage", VIEW, f"admin secretary {LEADERS} {TEACHERS}"),
    ("ControlPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("UsagePage", VIEW, f"admin {LEADERS} class_teacher"),
    ("TermsPage", EDIT, "admin deputy"),
    ("TermsPage", VIEW, "director"),
    ("WorksPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("WorksPage", CHANGE, TEACHERS),
    ("WorkPlansPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("WorkPlansPage", CHANGE, f"{LEADERS} {TEACHERS}"),
    ("PointsImportPage", CHANGE, TEACHERS),
    ("InspectionsPage", VIEW, f"admin {LEADERS} {TEACHERS}"),
    ("InspectionsPage", CHANGE, LEADERS),
    ("RemarksPage", EDIT, TEACHERS),
    ("RemindersPage", VIEW, SCHOOL),
    ("OverviewPage", VIEW, f"admin {LEADERS} {TEACHERS} pupil parent"),
    ("RemarkChart", ("can_chart",), f"admin {LEADERS} {TEACHERS}"),
    ("MarkChart", ("can_chart",), f"admin {LEADERS} {TEACHERS} pupil parent"),
    ("AbsenceChart", ("can_chart",), f"admin {LEADERS} {TEACHERS} pupil parent"),
    ("ReopeningView", WRITE, "admin"),
    ("ReopeningView", READ, f"{LEADERS} {TEACHERS}"),
    ("AuditEntryView", READ, f"admin {LEADERS}"),
    ("RolesPage", VIEW, f"admin {LEADERS}"),
)


def table_pages() -> list[str]:
    """The pages of the table, each once, in its order."""
    return list(dict.fromkeys(page for page, _permissions, _roles in TABLE))


def level(role: str, page: str) -> str:
    """«edit», «view» or «»: what a role may on a page."""
    permissions = {permission for permission, at in granted(role) if at == page}
    changes = permissions & {"can_add", "can_edit", "can_delete"}
    return "edit" if changes else "view" if permissions else ""


def granted(role: str) -> frozenset[tuple[str, str]]:
    """What a role may: pairs (permission, page)."""
    return frozenset(
        (permission, page)
        for page, permissions, roles in TABLE
        if role in roles.split()
        for permission in permissions
    )
