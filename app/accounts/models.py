"""Tables: sessions of logged-in people, what came of each try, codes, second factors.

The logins themselves are the framework's (`ab_user`).
"""

import datetime as dt

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.enums import LoginOutcome
from app.core.db import Moment, coded, db, link


class LoginSession(db.Model):
    """One browser in which a person is logged in [P7].

    `key` is the hash of what the browser's cookie holds. `shown_user_id`: whose pages the
    administrator looks at in it, changing nothing.
    """

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE")
    key: Mapped[str] = mapped_column(String(64), unique=True)
    began_at: Mapped[dt.datetime] = mapped_column(Moment)
    seen_at: Mapped[dt.datetime] = mapped_column(Moment)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(String(45), default="")
    device: Mapped[str] = mapped_column(String(200), default="")
    shown_user_id: Mapped[int | None] = link("ab_user.id", on_delete="SET NULL")


class LoginRecord(db.Model):
    """One try to come in: when, whose login, from where, with what end [P7]."""

    __tablename__ = "login_record"
    __table_args__ = (
        Index("ix_login_record_name", "name", "at"),
        Index("ix_login_record_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    name: Mapped[str] = mapped_column(String(64))  # as it was typed, in small letters
    user_id: Mapped[int | None] = link("ab_user.id", on_delete="SET NULL")
    outcome: Mapped[LoginOutcome] = mapped_column(coded(LoginOutcome))
    address: Mapped[str] = mapped_column(String(45), default="")
    device: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(200), default="")

    user: Mapped[User | None] = relationship()


class ActivationCode(db.Model):
    """The code by which a person sets the own password; one a login, works once [P6].

    `hash` is keyed with the installation's secret: the table alone opens nothing.
    """

    __tablename__ = "activation_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    expires_at: Mapped[dt.datetime] = mapped_column(Moment)
    used_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    user: Mapped[User] = relationship()


class PasswordRequest(db.Model):
    """Somebody forgot a password: `name` is a login or an e-mail address, as it was typed [P6].

    A chore answers it by a letter, where there is somebody to answer, and takes it away: the page
    itself does the same for a name that is known and for one that is not.
    """

    __tablename__ = "password_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(Moment)


class PasswordReset(db.Model):
    """The code of a letter by which a person sets a new password; one a login [P6].

    `hash` as in `ActivationCode`. It goes with every new password, whatever sets it.
    """

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[dt.datetime] = mapped_column(Moment)


class SecondFactor(db.Model):
    """The second factor of a login: the secret of its code generator [P7].

    It asks for codes once it is confirmed (`since`). `last_step` keeps a code from being used
    twice; `recovery` are hashes of the codes for a lost telephone, each taken away when used.
    """

    __tablename__ = "second_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", unique=True)
    secret: Mapped[str] = mapped_column(String(64))
    since: Mapped[dt.datetime | None] = mapped_column(Moment)
    last_step: Mapped[int] = mapped_column(default=0)
    recovery: Mapped[list[str]] = mapped_column(JSON, default=list)
