"""Who acts in a request: the login with its roles and the people that it is [P1 P5]."""

from flask import current_app, has_request_context
from flask_login import current_user

from app.core.actor import NOBODY, Actor
from app.people.queries import links_of


def load_actor() -> Actor:
    """The actor of this request; two statements besides that of the login itself."""
    if not has_request_context() or not current_user.is_authenticated:
        return NOBODY
    links = links_of(current_user.id)
    return Actor(
        user_id=current_user.id,
        name=f"{current_user.last_name} {current_user.first_name}",
        roles=current_app.extensions["appbuilder"].sm.granted().roles,
        staff_id=links.staff_id,
        pupil_id=links.pupil_id,
        children=links.children,
    )
