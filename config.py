"""Every setting: its meaning, default and environment variable. Nothing else lives here.

A setting is read from the environment variable of the same name. `docs/admin.md` lists them
for the administrator.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def kept_secret(folder: Path) -> str:
    """The signing key of this installation: made once, kept in `folder` with mode 600.

    Of two processes that start together one makes it; the other finds it whole.
    """
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        handle, made = tempfile.mkstemp(dir=folder)  # readable by its owner alone
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(made, path)
        Path(made).unlink()
    return path.read_text("ascii").strip()


class Config:
    """Settings of an installation."""

    # INSTANCE_DIR: folder of everything that is not code: database file, secret key, previews.
    INSTANCE_DIR = os.environ.get("INSTANCE_DIR", str(ROOT / "instance"))
    # DATABASE_URL: the database. PostgreSQL in production
    # (postgresql+psycopg://user:password@host/name), otherwise one SQLite file.
    SQLALCHEMY_DATABASE_URI = os.environ.get(
        "DATABASE_URL", f"sqlite:///{Path(INSTANCE_DIR) / 'journal.db'}"
    )
    # SECRET_KEY: signs sessions. Made once in INSTANCE_DIR/secret_key when not given.
    SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret(Path(INSTANCE_DIR))
    # SCHOOL_TZ: time zone of the school (IANA name).
    SCHOOL_TZ = os.environ.get("SCHOOL_TZ", "Europe/Moscow")
    # DEMO: shows the demo banner and logins; set by `make run`, never in a school.
    DEMO = _flag("DEMO", False)
    # PORT, HOST: where `run.py` listens.
    HOST = os.environ.get("HOST", "127.0.0.1")
    PORT = int(os.environ.get("PORT", "8080"))
    # WORKERS, THREADS: processes of the server and threads in each.
    WORKERS = int(os.environ.get("WORKERS", "2"))
    THREADS = int(os.environ.get("THREADS", "4"))
    # PUBLIC_URL: the address by which people's computers and phones reach the journal; it is
    # printed in the QR codes of temporary journals.
    PUBLIC_URL = os.environ.get("PUBLIC_URL", f"http://{HOST}:{PORT}")
    # CHORES_SECONDS: how often the server does its chores (notices, letters, heartbeat), seconds;
    # 0 = never, `flask chores run` does them.
    CHORES_SECONDS = int(os.environ.get("CHORES_SECONDS", "60"))
    # JOB_WORKERS: processes that do long work (printing for the whole school) beside the server;
    # 0 = none, `flask jobs work` or `flask jobs run` do it.
    JOB_WORKERS = int(os.environ.get("JOB_WORKERS", "1"))
    # JOB_DAYS: for how many days the files of long work are kept.
    JOB_DAYS = int(os.environ.get("JOB_DAYS", "7"))
    # GAP_MINUTES: a silence of the server in lesson time longer than this is proposed as an outage.
    GAP_MINUTES = int(os.environ.get("GAP_MINUTES", "5"))
    # FORMS_DIR: folder for temporary journals made ahead: a USB stick, a network share.
    FORMS_DIR = os.environ.get("FORMS_DIR", str(Path(INSTANCE_DIR) / "forms"))
    # SIGNING_P12: file (.p12, .pfx) of the director's certificate, with which bound journals are
    # signed; empty = it is given each time.
    SIGNING_P12 = os.environ.get("SIGNING_P12", "")
    # SIGNING_PASSWORD: its password.
    SIGNING_PASSWORD = os.environ.get("SIGNING_PASSWORD", "")
    # BACKUP_DIR: folder for backups; another disk than the database's is better.
    BACKUP_DIR = os.environ.get("BACKUP_DIR", str(Path(INSTANCE_DIR) / "backups"))
    # BACKUP_HOURS: how often the server makes a backup by itself; 0 = never.
    BACKUP_HOURS = int(os.environ.get("BACKUP_HOURS", "24"))
    # BACKUP_KEEP: how many backups stay in the folder.
    BACKUP_KEEP = int(os.environ.get("BACKUP_KEEP", "14"))
    # BACKUP_PASSWORD: encrypts the backups; empty = they are not encrypted.
    BACKUP_PASSWORD = os.environ.get("BACKUP_PASSWORD", "")
    # SESSION_COOKIE_SECURE: send the session cookie over TLS only (switch on behind TLS).
    SESSION_COOKIE_SECURE = _flag("SESSION_COOKIE_SECURE", False)
    # TRUSTED_HOSTS: host names the server answers to, separated by commas; empty = any.
    TRUSTED_HOSTS = [h for h in os.environ.get("TRUSTED_HOSTS", "").split(",") if h] or None
    # MAX_UPLOAD_MB: the largest file or form that is accepted, megabytes.
    MAX_CONTENT_LENGTH = int(os.environ.get("MAX_UPLOAD_MB", "16")) * 1024 * 1024
    # MAX_SCAN_MB: the largest scan or attached file, megabytes.
    MAX_SCAN_BYTES = int(os.environ.get("MAX_SCAN_MB", "8")) * 1024 * 1024
    # LOGIN_RATE: how often one address may try to log in; a whole school may stand behind one.
    AUTH_RATE_LIMIT = os.environ.get("LOGIN_RATE", "300 per minute")
    # PROXIES: reverse proxies in front of the server (nginx: 1) whose word on the visitor's
    # address is taken; 0 = none.
    PROXIES = int(os.environ.get("PROXIES", "0"))
    # SESSION_IDLE_MINUTES: a session that nobody used for so long ends.
    SESSION_IDLE_MINUTES = int(os.environ.get("SESSION_IDLE_MINUTES", "120"))
    # SESSION_HOURS: a session ends after so many hours, used or not.
    SESSION_HOURS = int(os.environ.get("SESSION_HOURS", "24"))
    # LOGIN_DAYS: for how many days the record of logins is kept, with addresses and devices; the
    # sums of use by day stay longer, without them.
    LOGIN_DAYS = int(os.environ.get("LOGIN_DAYS", "180"))
    # CODE_DAYS: for how many days an activation code works.
    CODE_DAYS = int(os.environ.get("CODE_DAYS", "14"))
    # SECOND_FACTOR: roles that must log in with a second factor, separated by commas
    # (admin,director,deputy); empty = nobody must, everybody may.
    SECOND_FACTOR_ROLES = frozenset(filter(None, os.environ.get("SECOND_FACTOR", "").split(",")))

    # SMTP_HOST, SMTP_PORT: the school's mail server; empty = notices stay inside the journal.
    SMTP_HOST = os.environ.get("SMTP_HOST", "")
    SMTP_PORT = int(os.environ.get("SMTP_PORT", "587"))
    # SMTP_TLS: starttls, ssl or none.
    SMTP_TLS = os.environ.get("SMTP_TLS", "starttls")
    # SMTP_USER, SMTP_PASSWORD: login at the mail server; empty = without login.
    SMTP_USER = os.environ.get("SMTP_USER", "")
    SMTP_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
    # SMTP_FROM: the sender of the letters.
    SMTP_FROM = os.environ.get("SMTP_FROM", "journal@localhost")

    # Fixed: how the product uses its framework; not for an administrator to change.
    APP_NAME = "Школьный журнал"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    WTF_CSRF_TIME_LIMIT = None  # a journal page stays open for hours
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024  # typed and pasted text: a plan of 200 lessons is 0.5 MB
    AUTH_TYPE = 1  # names and passwords in the database
    AUTH_ROLE_ADMIN = "admin"
    AUTH_USER_REGISTRATION = False
    AUTH_RATE_LIMITED = True
    RATELIMIT_ENABLED = True
    RATELIMIT_STORAGE_URI = "memory://"  # per process; accounts count their own failures
    FAB_CREATE_DB = False  # the start writes nothing: tables come from migrations,
    FAB_UPDATE_PERMS = False  # permissions from `flask access sync`
    FAB_ADD_SECURITY_API = False
    FAB_ADD_OPENAPI_VIEWS = False
    FAB_API_SWAGGER_UI = False
    BABEL_DEFAULT_LOCALE = "ru"
    LANGUAGES = {"ru": {"flag": "ru", "name": "Русский"}}  # noqa: RUF012
    BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "translations")
    SQLALCHEMY_ENGINE_OPTIONS = {"pool_pre_ping": True}  # noqa: RUF012
