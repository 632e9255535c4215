"""Who may open what, and whose: the access matrix [P1–P5].

One line: a page; what the eight roles may there, in the order of `ROLES`; its routes.
`-` closed · `o` open, but not for a foreign object or without the foreign rows · `a` open for any.
Foreign is for a class teacher another class, for a teacher another course, for a parent another
child. Routes of generated pages that no line names are closed to everybody. A form that shows a
row opens to whoever may read it (`edit` of slots and plans); that saving is refused is tested
with its operation.
"""

from typing import Any

# What the parameters of addresses name: a table of `world.things`, or a value for all.
PARAMETERS: dict[str, dict[str, str]] = {
    "*": {
        "class_id": "SchoolClass",
        "course_id": "Course",
        "lesson_id": "Lesson",
        "document_id": "AbsenceDocument",
        "report_id": "AbsenceReport",
        "request_id": "CorrectionRequest",
        "outage_id": "Outage",
        "gap_id": "ServerGap",
        "number": "JournalSheet",
        "absence_id": "TeacherAbsence",
        "user_id": "User",
        "person_id": "Pupil",
        "pupil_id": "Pupil",
        "session_id": "LoginSession",
        "homework_id": "Homework",
        "message_id": "Message",
        "file_id": "MessageFile",
        "announcement_id": "Announcement",
        "paper_id": "Paper",
        "section_id": "ForumSection",
        "topic_id": "ForumTopic",
        "post_id": "ForumPost",
        "work_id": "ControlWork",
        "inspection_id": "Inspection",
        "remark_id": "Remark",
        "plan_id": "WorkPlan",
    },
    "HandInPage.file": {"file_id": "HandedIn"},
    "HandInPage.take_back": {"file_id": "HandedIn"},
    "HandedInPage.file": {"file_id": "HandedIn"},
    "JobsPage.job": {"pk": "Job"},
    "JobsPage.state": {"pk": "Job"},
    "JobsPage.file": {"pk": "Job"},
    "JobsPage.again": {"pk": "Job"},
    "JobsPage.cancel": {"pk": "Job"},
    "PersonLoginPage.index": {"kind": "pupil"},
    "MovementPage.answer": {"request_id": "MovementRequest"},
    "MovementPage.withdraw": {"request_id": "MovementRequest"},
    "ListCheckPage.confirm": {"lists": "classes"},
    "ConsentsPage.of_class": {"who": "all"},
    "PeopleImportPage.export": {"kind": "pupils", "form": "csv"},
    "PeopleImportPage.template": {"kind": "pupils", "form": "csv"},
}
ENTRY: dict[str, Any] = {
    "kind": "cell",
    "entry": "6f1c7b0e-5a2e-4c57-9a86-0d6a3a0b1c11",
    "course": "Course",
    "lesson": "Lesson",
    "pupil": "Pupil",
    "text": "4",
    "seen": 0,
}
# What is sent where the address alone does not name the thing: tables or plain values, as above.
BODIES: dict[str, dict[str, Any]] = {
    "CodesPage.block": {"class_id": "SchoolClass", "who": "pupil's key", "do": "block"},
    "CodesPage.print": {"class_id": "SchoolClass", "who": "pupil's key"},
    "CodesPage.send": {"class_id": "SchoolClass", "who": "pupil's key"},
    "CoursePlanPage.attach": {"plan": "LessonPlan"},
    "CoursePlanPage.shift": {"lesson": "Lesson"},
    "DiaryPage.homework": {"homework": "Homework", "version": 1},
    "JournalPage.entries": ENTRY,
    "MovementPage.ask": {"class_id": "SchoolClass", "wish": "enter"},
    "TransferPage.entries": ENTRY,
    "TransferPage.settle": {"lesson": "Lesson", "do": "done"},
}
# Who takes JSON entries; the status is that of the entry.
JSON = {"JournalPage.entries", "TransferPage.entries"}

# A administrator · D director · Z deputy · S secretary · C class teacher · T teacher · P pupil
# R parent
TABLE = """
                       | A D Z S C T P R |
AbsenceDocumentView    | a - - a a - - - | add
AbsenceDocumentView    | a - - a o - - - | edit delete
AbsenceDocumentView    | a a a a o - - - | list show export
AbsenceView            | - - - - a a - - | add
AbsenceView            | - - - - o o - - | edit delete
AbsenceView            | a a a - o o - - | list show export
AcademicYearView       | a - - - - - - - | add edit delete
AcademicYearView       | a a a - - - - - | list show export
AnnouncementsPage      | a a a a a a a a | index
AnnouncementsPage      | a a a o o o o o | one
AnnouncementsPage      | a a a - a - - - | write add
AnnouncementsPage      | a a a - o - - - | change save withdraw
AuditEntryView         | - - - - - - - - | add edit delete
AuditEntryView         | a a a - - - - - | list show export
BackupPage             | a - - - - - - - | index
BellScheduleView       | a - - - - - - - | add edit delete
BellScheduleView       | a a a a a a - - | list show export
BellTimeView           | a - - - - - - - | add edit delete
BellTimeView           | a a a a a a - - | list show export
CalendarDayView        | a - - - - - - - | add edit delete
CalendarDayView        | a a a a - - - - | list show export
CalendarFeedPage       | a a a a a a a a | feed
ClassMembershipView    | a - - a - - - - | add edit delete
ClassMembershipView    | a a a a o - - - | list export
ClassMembershipView    | - - - - - - - - | show
ConsentView            | a - - a a - - - | add
ConsentView            | a - - a o - - - | edit
ConsentView            | a - - a - - - - | delete
ConsentView            | a a a a o - - - | list export
ConsentView            | - - - - - - - - | show
CorrespondencePage     | o o o o o o o o | message file
CorrespondencePage     | a a a a a a a a | index write send
CouncilDecisionView    | - - - - - - - - | add edit delete
CouncilDecisionView    | a a a - o - - - | list show export
CourseTeacherView      | a - - - - - - - | add edit delete
CourseTeacherView      | a a a - o o - - | list show export
CourseView             | a - - - - - - - | add edit delete
CourseView             | a a a - o o - - | list show export
CurriculumHoursView    | a - - - - - - - | add edit delete
CurriculumHoursView    | a a a - o - - - | list show export
DayNoteView            | a - - a a - - - | add
DayNoteView            | a - - a o - - - | edit delete
DayNoteView            | a a a a o - - - | list show export
DiaryPage              | - - - - - - o o | week marks seen homework calendar change_calendar
DiaryPage              | - - - - - - a a | index
FamiliesPage           | a a a - o - - - | of_class
FamiliesPage           | a a a - a - - - | index
ForumPage              | a a a a a a a a | index
ForumPage              | a a a a a a o o | section begin topic write
ForumPage              | a a a - - - - - | hide close new_section add_section
ForumPage              | a a a - - - - - | change_section save_section
GradingPeriodView      | a - - - - - - - | add edit delete
GradingPeriodView      | a a a a a a - - | list show export
GuardianView           | - - - - - - - - | add
GuardianView           | a - - a - - - - | delete
GuardianView           | a - - a o - - - | edit
GuardianView           | a a a a o - - - | list show export
GuardianshipView       | a - - a a - - - | add
GuardianshipView       | a - - a o - - - | delete
GuardianshipView       | - - - - - - - - | show export edit
GuardianshipView       | a a a a o - - - | list
GuardianPapersView     | a - - a a - - - | add
GuardianPapersView     | a - - a o - - - | list show edit delete
GuardianPapersView     | - - - - - - - - | export
HandInPage             | - - - - - - o o | index add file take_back
HandedInPage           | a a a - a a - - | index
HandedInPage           | a a a - o o - - | homework file
HomeworkView           | - - - - a a - - | add
HomeworkView           | - - - - o o - - | edit delete
HomeworkView           | a a a - o o - - | list show export
LessonPlanView         | a - a - a a - - | add edit
LessonPlanView         | a - a - - o - - | delete
LessonPlanView         | a a a - a a - - | list show export
LessonView             | a - - - - - - - | add edit delete
LessonView             | a a a - o o - - | list show export
LoginRecordView        | a - - - - - - - | list show export
LoginView              | a - - - - - - - | list show export add edit
LoginView              | - - - - - - - - | delete
MarkView               | - - - - a a - - | add
MarkView               | - - - - o o - - | edit delete
MarkView               | a a a - o o - - | list show export
OutageView             | - - - - - - - - | add edit delete
OutageView             | a a a - a a - - | list show export
PlanTopicView          | a - a - a a - - | add edit
PlanTopicView          | a - a - - o - - | delete
PlanTopicView          | a a a - a a - - | list show export
PupilView              | a - - a - - - - | add delete
PupilView              | a - - a o - - - | edit
PupilView              | a a a a o - - - | list show export
ReopeningView          | a - - - - - - - | add edit delete
ReopeningView          | a a a - o o - - | list show export
ResultView             | - - - - a a - - | add
ResultView             | - - - - o o - - | edit delete
ResultView             | a a a - o o - - | list show export
RoomView               | a - - - - - - - | add edit delete
RoomView               | a a a a - - - - | list show export
SchoolClassView        | a - - - - - - - | add edit delete
SchoolClassView        | a a a a a a - - | list show export
SchoolView             | a - - - - - - - | add edit
SchoolView             | - - - - - - - - | export delete
SchoolView             | a a a - - - - - | list show
SheetView              | - - - - - - - - | add edit delete
SheetView              | a a a - o o - - | list show export
ShiftView              | a - - - - - - - | list show export add edit delete
SlotView               | a - - - a a - - | add edit
SlotView               | a - - - - - - - | delete
SlotView               | a a a a a a - - | list show export
StaffView              | a - - a - - - - | add edit delete
StaffView              | a a a a - - - - | list show export
SubgroupMembershipView | a - - - - - - - | add edit delete
SubgroupMembershipView | a a a a o - - - | list export
SubgroupMembershipView | - - - - - - - - | show
SubgroupView           | a - - - - - - - | add edit delete
SubgroupView           | a a a a a a - - | list show export
SubjectView            | a - - - - - - - | add edit delete
SubjectView            | a a a a - - - - | list show export
TaskView               | - - - - a a - - | add
TaskView               | - - - - o o - - | edit delete
TaskView               | a a a - o o - - | list show export
TaughtPupilView        | - - - - - - - - | add edit delete
TaughtPupilView        | - - - - o o - - | list show export
TransferView           | - - - - - - - - | add edit delete
TransferView           | a a a - o o - - | list show export
VacationView           | a - - - - - - - | add edit delete
VacationView           | a a a a a a - - | list show export
WorkKindView           | a - - - - - - - | add edit delete
WorkKindView           | a a a - a a - - | list show export

BindingPage            | a a a - o - - - | book
BindingPage            | a a a - a - - - | index
BindingPage            | - a - - - - - - | sign
ChangesPage            | a a a a - - - - | hours
ChangesPage            | a a a a a a - - | index
ClassResultsPage       | a a a - a - - - | index
ClassResultsPage       | a a a - o - - - | sheet
ClosingPage            | a - a - - - - - | close
ClosingPage            | a a a - - - - - | index period
ClosingPage            | a - - - - - - - | open
CodesPage              | a - - - a - - - | index
CodesPage              | a - - - o - - - | print send block
CodesPage              | a - - - - - - - | person
ConsentsPage           | a a a a o - - - | of_class of_pupil
ConsentsPage           | a a a a a - - - | blank index
ControlPage            | a a a - a a - - | index items mine
CouncilPage            | a a a - a - - - | index
CouncilPage            | a a a - o - - - | of_class
CouncilPage            | a - a - - - - - | record
CoursePlanPage         | a - a - - o - - | attach place shift
CoursePlanPage         | a a a - o o - - | index
CurriculumPage         | a a a - a a - - | index
DivisionPage           | a - - - a - - - | index split spread
DocumentPage           | a - - a o - - - | apply scan
DocumentPage           | a a a a o - - - | lessons
FactorOffPage          | a - - - - - - - | off
FormsPage              | a - a - - - - - | folder
FormsPage              | a a a - a a - - | index print
HelpPage               | a a a a a a a a | index guide
HomePage               | a a a a a a a a | index
InspectionsPage        | - a a - - - - - | begin close remark settle
InspectionsPage        | a a a - a a - - | index
InspectionsPage        | a a a - o o - - | inspection
JobsPage               | o o o o o o - - | again cancel file job state
JobsPage               | a a a a a a - - | index
JournalPage            | a a a - o o - - | course plan
JournalPage            | - - - - o o - - | entries
JournalPage            | a a a - a a - - | history index news token
LoginPage              | a a a a a a a a | login logout
LoginPage              | a a a a a a a a | activate factor forgotten restore
MakeLessonsPage        | a - - - - - - - | index
ListCheckPage          | a a a a - - - - | index
ListCheckPage          | - - - a - - - - | confirm
MovementPage           | a - - a a - - - | index
MovementPage           | - - - a a - - - | new
MovementPage           | - - - a o - - - | ask
MovementPage           | a - - - - - - - | answer
MovementPage           | - - - - o - - - | withdraw
NewPasswordPage        | a - - - - - - - | index
NoticePage             | a a a a a a a a | index read choice choose
OfflinePage            | a a a a a a a a | index
OutagesPage            | a - a - - - - - | dismiss register settle edit
OutagesPage            | a a a - a a - - | index outage
OutlookPage            | a a a - o o - - | pupil
OverviewPage           | a a a - a a a a | index
OwnPasswordPage        | a a a a a a a a | index
OwnReportPage          | - - - - - - - a | index add
OwnReportPage          | - - - - - - - o | scan withdraw
PeopleImportPage       | a - - a - - - - | commit export index preview template upload
PapersPage             | a a a a a a - - | index
PapersPage             | a a a a o o - - | paper file read
PapersPage             | a a a a - - - - | form add withdraw remind
PersonLoginPage        | a - - - - - - - | index
PlanImportPage         | a - a - - o - - | index store
PlanImportPage         | a a a a a a a a | template
PlansPage              | a a a - a a - - | index
PointsImportPage       | - - - - - o - - | index store template
PupilRemarkView        | - - - - a a - - | add
PupilRemarkView        | - - - - - o - - | delete
PupilRemarkView        | - - - - o o - - | edit
PupilRemarkView        | a a a - o o - - | list show export
ReasonsPage            | a a a - a a - - | index
RemarkChart            | a a a - a a - - | chart
AbsenceChart           | a a a - a a a a | chart
MarkChart              | a a a - a a a a | chart
RemarksPage            | - - - - a a - - | index
RemarksPage            | - - - - - o - - | answer
RemindersPage          | a a a a a a - - | index save
ReportPage             | a - - a o - - - | answer scan
ReportPage             | a - - a a - - - | index
ReportsPage            | a a a a a a - - | file index report
RequestPage            | - - - - o o - - | accept decline
RequestPage            | - - - - a a - - | index
ResultSheetPage        | a a a - o o - - | course
ResultSheetPage        | - - - - o o - - | order
RolesPage              | a a a - - - - - | index
SecondFactorPage       | a a a a a a a a | index off
SeeAsPage              | a - - - - - - - | begin
SeeAsPage              | a a a a a a a a | stop
SessionsPage           | a a a a a a a a | index end_others
SessionsPage           | o o o o o o o o | end
SheetPage              | a a a - o o - - | index
SlipsPage              | o o o - o - - - | file
SlipsPage              | a a a - a - - - | index
SlipsPage              | a a a - o - - - | of_class
SubstitutionPage       | a - a - - - - - | absence index lesson remove swap add
TermsPage              | a a a - - - - - | index
TermsPage              | a - a - - - - - | save
TimetableImportPage    | a - - - - - - - | again commit done index lessons preview template upload
TimetablePage          | a a a a a a a a | day index
TodayPage              | a a a a a - - - | index
TodayPage              | a - - a - - - - | note
TransferPage           | - - - - o o - - | entries settle
TransferPage           | a a a - o o - - | index
UsagePage              | a a a - a - - - | index
UsagePage              | a a a - o - - - | of_class
WallPage               | a a a a a a - - | index part
WeekCheckPage          | - - - - o - - - | confirm settle take_back
WeekCheckPage          | a a a - a - - - | index
WeekCheckPage          | a a a - o - - - | week
WeekPage               | a a a - a a - - | index
WeekPage               | a a a - o o - - | week
WorkPlansPage          | - a a - a a - - | add
WorkPlansPage          | a a a - a a - - | index
WorkPlansPage          | a a a - o o - - | plan
WorkPlansPage          | - a a - - o - - | copy
WorkPlansPage          | - a a - - o - - | remove
WorksPage              | a a a - a a - - | index
WorksPage              | a a a - o o - - | work
WorksPage              | - - - - o o - - | begin
WorksPage              | - - - - - o - - | marks points remove
YearEndPage            | a - a - - - - - | close make
YearEndPage            | a - - - - - - - | forget forget_now make_next next_year open
YearEndPage            | a a a - - - - - | of_year year_end
YearPage               | a a a a a a a a | index
YearPage               | a - - - - - - - | propose
"""
