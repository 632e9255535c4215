"""Pages of announcements, of the staff room and of the forum [M2 M3]."""

from app.board.views.announcements import AnnouncementsPage
from app.board.views.forum import ForumPage
from app.board.views.papers import PapersPage

__all__ = ["AnnouncementsPage", "ForumPage", "PapersPage"]
