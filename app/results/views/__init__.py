"""Pages of results: `generated` one by one, `sheet` the results of a course [R1 R2]."""

from app.results.views.generated import ResultView
from app.results.views.sheet import ResultSheetPage

__all__ = ["ResultSheetPage", "ResultView"]
