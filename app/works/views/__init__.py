"""Pages of control works [R5]."""

from app.works.views.block import PointsImportPage
from app.works.views.plans import WorkPlansPage
from app.works.views.works import WorksPage

__all__ = ["PointsImportPage", "WorkPlansPage", "WorksPage"]
