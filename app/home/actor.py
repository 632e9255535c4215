"""Who acts: the login of the request, or of who asked for work, with the people it is [P1 P5]."""

from flask import current_app, has_request_context
from flask_appbuilder.security.sqla.models import User
from flask_login import current_user

from app.accounts.queries import granted_to
from app.core.actor import NOBODY, Actor
from app.core.db import db
from app.people.queries import links_of


def load_actor() -> Actor:
    """The actor of this request; two statements besides that of the login itself."""
    if not has_request_context() or not current_user.is_authenticated:
        return NOBODY
    return _actor(current_user, current_app.extensions["appbuilder"].sm.granted().roles)


def actor_of(user_id: int) -> Actor:
    """The person of a login with the roles of now; nobody when the login is switched off."""
    user = db.session.get(User, user_id)
    if user is None or not user.active:
        return NOBODY
    return _actor(user, granted_to(user_id).roles)


def _actor(user: User, roles: frozenset[str]) -> Actor:
    links = links_of(user.id)
    return Actor(
        user_id=user.id,
        name=f"{user.last_name} {user.first_name}",
        roles=roles,
        staff_id=links.staff_id,
        pupil_id=links.pupil_id,
        children=links.children,
    )
