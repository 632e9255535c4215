"""Pages of classes: the lists, and the page on which a class is split."""

from app.classes.views.codes import CodesPage
from app.classes.views.division import DivisionPage
from app.classes.views.lists import (
    ClassMembershipView,
    SchoolClassView,
    SubgroupMembershipView,
    SubgroupView,
)

__all__ = [
    "ClassMembershipView",
    "CodesPage",
    "DivisionPage",
    "SchoolClassView",
    "SubgroupMembershipView",
    "SubgroupView",
]
