"""Pages of results: `generated`, `sheet` of a course, `class_sheet`, the `council` [R1 R2]."""

from app.results.views.class_sheet import ClassResultsPage
from app.results.views.closing import ClosingPage
from app.results.views.council import CouncilDecisionView, CouncilPage
from app.results.views.generated import ResultView
from app.results.views.outlook import OutlookPage
from app.results.views.sheet import ResultSheetPage

__all__ = [
    "ClassResultsPage",
    "ClosingPage",
    "CouncilDecisionView",
    "CouncilPage",
    "OutlookPage",
    "ResultSheetPage",
    "ResultView",
]
