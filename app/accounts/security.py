"""The security manager of the product."""

from flask_appbuilder.security.sqla.manager import SecurityManager as _SecurityManager


class SecurityManager(_SecurityManager):
    """Logins by name and password."""
