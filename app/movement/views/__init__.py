"""Pages of movement: `requests` to the administrator, `lists` that the secretary confirms [S6]."""

from app.movement.views.lists import ListCheckPage
from app.movement.views.requests import MovementPage

__all__ = ["ListCheckPage", "MovementPage"]
