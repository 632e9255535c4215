"""Pages of consents: who has given one, the printed forms, the records, the papers."""

from app.consents.views.page import ConsentsPage
from app.consents.views.records import ConsentView, GuardianPapersView

__all__ = ["ConsentView", "ConsentsPage", "GuardianPapersView"]
