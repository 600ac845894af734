"""Settings of the web application. Every one that an office may change is an environment variable.

DATABASE_URL      postgres://user:password@host/name; empty: SQLite in DONDOC_DATA
DONDOC_DATA       folder of the embedded database and the files (default: var/ where the command runs)
DONDOC_SECRET_KEY kept in DONDOC_DATA/secret.key, made at first start, where it is not given
DONDOC_HOSTS      host names the server answers to, separated by commas
DONDOC_HTTPS      1 where people reach it by https: cookies are then sent over https only
DONDOC_TASK_EXTENSIONS  how often a task's due day may be put off (default: 1)
DONDOC_TASK_PRODUCT     whether a confirmation must name the product: named (default: where the document
                  asks for one), always, never
DONDOC_TASK_ACKNOWLEDGE working days in which a lead acknowledges a task (default: 3)
DONDOC_MAIL_HOST  mail server that reminders go out through (default: none, nothing is sent); with it
                  DONDOC_MAIL_TLS (starttls, ssl; default: none), _PORT (25; starttls 587; ssl 465), _USER,
                  _PASSWORD, _CA (file of certificates to trust), _FROM (dondoc@localhost)
DONDOC_MAIL_HOUR  hour of the day before which no reminders are planned (default: 7)
DONDOC_WEEKLY_DAY day of the week, 1 (Monday) to 7, on which the giao ban list is made ready (default: none)
DONDOC_URL        where people reach the office's pages, told in mails (default: not told)
DONDOC_SILENT_DAYS  working days after which a body that says nothing counts as silent (default: 10)
DONDOC_API_CALLS, DONDOC_API_ASKS  calls and requests for work of one person: 600/min, 30/min
DONDOC_TODAY      a day, 2026-10-20, on which the data stand still (default: none, or the sample's)
DONDOC_DEBUG      1 only while developing
"""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("DONDOC_DATA") or "var").resolve()
DEBUG = os.environ.get("DONDOC_DEBUG") == "1"
HTTPS = os.environ.get("DONDOC_HTTPS") == "1"


def _secret_key() -> str:
    """From the environment, or from a file only its owner can read, made at first start."""
    if given := os.environ.get("DONDOC_SECRET_KEY"):
        return given
    file = DATA / "secret.key"
    if not file.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(50))
    return file.read_text().strip()


def mail_tls(told: str) -> tuple[bool, bool, int]:
    """DONDOC_MAIL_TLS as Django wants it: STARTTLS?, TLS from the first byte?, and the usual port.

    Raises:
        ValueError: Another word: a slip must not send passwords in clear.
    """
    known = {"": (False, False, 25), "starttls": (True, False, 587), "ssl": (False, True, 465)}
    if told not in known:
        message = f"DONDOC_MAIL_TLS: chỉ nhận starttls hoặc ssl, không nhận “{told}”."
        raise ValueError(message)
    return known[told]


def _database(url: str) -> dict[str, Any]:
    """DATABASE_URL as Django wants it; "" is the embedded SQLite."""
    if not url:
        DATA.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "dondoc.web.core.sqlite",
            "NAME": DATA / "dondoc.sqlite3",
            "TEST": {"NAME": ":memory:"},  # said: pytest's workers know only Django's own engine
            "CONN_MAX_AGE": 60,  # long enough for a busy office, short enough to learn what `ANALYZE` found
            # IMMEDIATE: a writer takes its lock at once and waits its turn, instead of failing half-way.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # The log is folded back by the worker between two files (`core.sqlite.upkeep`): whoever saves
                # does not wait for the disk. 16,000 pages are 64 MB, met only where no worker runs for long.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA wal_autocheckpoint=16000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"DATABASE_URL: chỉ nhận postgres://…, không nhận “{parts.scheme}”."
        raise ValueError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Scope conditions look costly to the planner; compiling them takes 20 times as long as running them.
        # The threshold lets `core.statements` have its statements planned once; of Django's none ever is.
        # An office's data lie in memory: told that a page out of turn costs four times as much, the planner
        # reads whole tables for a few hundred rows.
        "OPTIONS": {"options": "-c jit=off -c random_page_cost=1.1", "prepare_threshold": 1_000_000},
    }


TODAY_FILE = "today.txt"  # in DATA, written when the sample is set up


def _today() -> date | None:
    """The day the data stand still on; None: they live by the calendar."""
    told, file = os.environ.get("DONDOC_TODAY", ""), DATA / TODAY_FILE
    if not told and file.exists():
        told = file.read_text("utf-8")
    if not told.strip():
        return None
    try:
        return date.fromisoformat(told.strip())
    except ValueError:
        message = f"DONDOC_TODAY, {TODAY_FILE}: cần một ngày như 2026-10-20, không phải “{told.strip()}”."
        raise ValueError(message) from None


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [h for h in os.environ.get("DONDOC_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "dondoc.web.core",
    "dondoc.web.accounts",
    "dondoc.web.audit",
    "dondoc.web.bodies",
    "dondoc.web.workdays",
    "dondoc.web.sources",
    "dondoc.web.chains",
    "dondoc.web.obligations",
    "dondoc.web.plans",
    "dondoc.web.taskwork",
    "dondoc.web.results",
    "dondoc.web.projects",
    "dondoc.web.judgement",
    "dondoc.web.matters",
    "dondoc.web.reporting",
    "dondoc.web.checks",
    "dondoc.web.exchange",
    "dondoc.web.programmes",
    "dondoc.web.papers",
    "dondoc.web.leaders",
    "dondoc.web.pictures",
    "dondoc.web.followup",
    "dondoc.web.schedule",
    "dondoc.web.reorganisations",
    "dondoc.web.rollup",
    "dondoc.web.verify",
    "dondoc.web.search",
    "dondoc.web.desk",
    "dondoc.web.api",
    "django_htmx",
    "template_partials",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dondoc.web.core.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Default deny: every page asks for a signed-in person unless the view says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dondoc.web.accounts.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "dondoc.web.urls"
WSGI_APPLICATION = "dondoc.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dondoc.web.core.context.frame",
            ],
        },
    }
]

FORM_RENDERER = "dondoc.web.core.renderers.Renderer"

DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
TODAY = _today()
TASK_EXTENSIONS = int(os.environ.get("DONDOC_TASK_EXTENSIONS") or 1)  # how often a task's day may be put off
TASK_PRODUCT = os.environ.get("DONDOC_TASK_PRODUCT") or "named"  # or always, never
TASK_ACKNOWLEDGE_DAYS = int(os.environ.get("DONDOC_TASK_ACKNOWLEDGE") or 3)  # working days to acknowledge in

# Mail is off until an office names its server: the outbox then shows what would go, and nothing does.
EMAIL_HOST = os.environ.get("DONDOC_MAIL_HOST", "")
MAIL_ON = bool(EMAIL_HOST)
EMAIL_USE_TLS, EMAIL_USE_SSL, _mail_port = mail_tls(os.environ.get("DONDOC_MAIL_TLS", ""))
EMAIL_PORT = int(os.environ.get("DONDOC_MAIL_PORT") or _mail_port)
MAIL_CA = os.environ.get(
    "DONDOC_MAIL_CA", ""
)  # the certificates the server's must come from; "": the system's
EMAIL_HOST_USER = os.environ.get("DONDOC_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DONDOC_MAIL_PASSWORD", "")
EMAIL_TIMEOUT = 30  # seconds for each step of a conversation
DEFAULT_FROM_EMAIL = os.environ.get("DONDOC_MAIL_FROM") or "dondoc@localhost"
MAIL_HOUR = int(os.environ.get("DONDOC_MAIL_HOUR") or 7)
WEEKLY_DAY = min(int(os.environ.get("DONDOC_WEEKLY_DAY") or 0), 7)
PUBLIC_URL = os.environ.get("DONDOC_URL", "").rstrip("/")
SILENT_DAYS = int(os.environ.get("DONDOC_SILENT_DAYS") or 10)
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["dondoc.web.formats"]

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
ASSETS_ROOT = DATA / "assets"  # what `buildassets` makes: the subset typeface
for _folder in (STATIC_ROOT, ASSETS_ROOT):
    _folder.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [ASSETS_ROOT]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "dondoc.web.core.statics.StaticStorage"
    },
}
FILES_ROOT = DATA / "files"  # uploaded files by their SHA-256; never under static

# An upload is checked for a secrecy mark in memory before anything of it may touch a disk, so no handler
# here writes temporary files; the size is bounded by the view and by DONDOC's limits.
FILE_UPLOAD_HANDLERS = ["dondoc.web.sources.uploads.InMemoryUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "dondoc.web.core.views.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# The interface for other programs (decision 0007). `rest_framework` is no installed app: its browsable pages
# would break the policy above, and nothing else of it needs to be one.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "dondoc.web.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["dondoc.web.api.authentication.SignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
        "dondoc.web.api.throttles.AskThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {  # of one person, counted by each process of the server
        "anon": os.environ.get("DONDOC_API_ANONYMOUS") or "60/min",
        "user": os.environ.get("DONDOC_API_CALLS") or "600/min",
        "ask": os.environ.get("DONDOC_API_ASKS") or "30/min",
    },
    "EXCEPTION_HANDLER": "dondoc.web.api.problems.handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "dondoc",
    "DESCRIPTION": "What the pages do, for other programs. The scope is the person's; errors are RFC 9457.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "dondoc.web.core.logs.WithoutSecretAddresses"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
