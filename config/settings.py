"""Every setting of Footnote, in one flat file.

What differs between places comes from the environment through the typed readers
below; the README lists each variable. With no variable set this is the embedded
default: one machine, SQLite, an in-process worker, mail written to a folder.
"""

import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.languages import SOURCE_LANGUAGE, find_languages
from config.static_headers import is_immutable, set_cache_control

BASE_DIR = Path(__file__).resolve().parent.parent
MAX_PROXIES = 5  # more is a typing error


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool = False) -> bool:
    value = env_str(name).lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if value == "" else value in {"1", "true", "yes", "on"}
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def env_int(name: str, default: int) -> int:
    value = env_str(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_site_url(name: str, default: str) -> str:
    """Read an origin, `https://host` or `https://host:port`, in small letters."""
    value = env_str(name, default)
    url = urlsplit(value)
    if url.scheme not in {"http", "https"} or not url.hostname or url.username:
        raise ImproperlyConfigured(f"{name} must be http://host or https://host, not {value!r}.")
    if url.path.strip("/") or url.query or url.fragment:
        raise ImproperlyConfigured(
            f"{name} must have no path: another app at the same host could read the diary."
            f" Give Footnote a host name of its own, not {value!r}."
        )
    return f"{url.scheme}://{url.netloc.lower()}"


def env_proxies(name: str, default: int) -> int:
    """Read a number of proxies; true is one and false none."""
    value = env_str(name).lower()
    words = {"true": "1", "yes": "1", "on": "1", "false": "0", "no": "0", "off": "0"}
    number = words.get(value, value or str(default))
    if not number.isdecimal() or int(number) > MAX_PROXIES:
        raise ImproperlyConfigured(
            f"{name} must be the number of proxies in front, 0 to {MAX_PROXIES}, not {value!r}."
        )
    return int(number)


def postgresql_options() -> dict[str, object]:
    """Limits of every wait for PostgreSQL; see "Time limits" in docs/operations.md."""
    tcp = {
        "connect_timeout": 5,  # seconds
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,  # ms without an acknowledgement of what was sent
    }
    statement = env_int("DATABASE_STATEMENT_TIMEOUT", 8)
    if not statement or env_bool("DATABASE_POOLER"):
        return {**tcp}  # a pooler refuses other options; there the role has the limits
    limits = {
        "statement_timeout": f"{statement}s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
        "client_connection_check_interval": "5s",
    }
    return {**tcp, "options": " ".join(f"-c {name}={value}" for name, value in limits.items())}


def env_database(name: str, default: str) -> dict[str, object]:
    """Read `postgresql://user:password@host:port/name` or `sqlite:///path`.

    `?host=/run/postgresql` names the folder of a Unix socket instead of a host.
    """
    url = urlsplit(env_str(name, default))
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.path.removeprefix("/")) if url.path != "/:memory:" else ":memory:",
            # IMMEDIATE takes the write lock up front, so a writer waits instead of failing
            # half-way; FULL makes an acknowledged write durable through a power cut.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 8,  # seconds that a write waits for another; then it is a 503
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "config.postgresql",
            "NAME": unquote(url.path.removeprefix("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": parse_qs(url.query).get("host", [unquote(url.hostname or "")])[0],
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": env_int("DATABASE_CONN_MAX_AGE", 60),
            "CONN_HEALTH_CHECKS": True,
            "STATEMENT_TIMEOUT": env_int("DATABASE_STATEMENT_TIMEOUT", 8),
            # A pooler gives one connection to many: nothing may be left behind on it.
            "DISABLE_SERVER_SIDE_CURSORS": env_bool("DATABASE_POOLER"),
            "OPTIONS": postgresql_options(),
        }
    raise ImproperlyConfigured(f"{name} must start with postgresql:// or sqlite:///.")


def require_in_production(condition: object, message: str) -> None:
    """In production, refuse to start without it: under any server, not only manage.py."""
    if PRODUCTION and not condition:
        raise ImproperlyConfigured(message)


# -- Environment ---------------------------------------------------------------

PRODUCTION = env_bool("PRODUCTION")
DEBUG = env_bool("DEBUG")
require_in_production(
    not DEBUG, "DEBUG shows settings and data to visitors: unset it in production."
)
DATA_DIR = Path(env_str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
PORT = env_int("PORT", 8000)
# The public URL of the app; links in mail and on shared pages begin with it.
SITE_URL = env_site_url("SITE_URL", f"http://localhost:{PORT}")
SECURE = SITE_URL.startswith("https://")


def secret_key() -> str:
    """SECRET_KEY from the environment, or the one `manage.py up` made in DATA_DIR."""
    key_file = DATA_DIR / "secret_key"
    if key := env_str("SECRET_KEY"):
        return key
    require_in_production(False, "SECRET_KEY must be set in production.")
    # Before the first start: a random key for this one command.
    return key_file.read_text().strip() if key_file.exists() else secrets.token_urlsafe(64)


SECRET_KEY = secret_key()
MIN_SECRET_LENGTH = 32  # characters
require_in_production(
    len(SECRET_KEY) >= MIN_SECRET_LENGTH,
    f"SECRET_KEY must have {MIN_SECRET_LENGTH} characters in production, or it could be guessed:"
    ' python3 -c "import secrets; print(secrets.token_urlsafe(64))" makes one.',
)
KEYS_FROM_ENVIRONMENT = bool(env_str("SECRET_KEY"))
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
require_in_production(ALLOWED_HOSTS, "ALLOWED_HOSTS must be set in production.")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
require_in_production(
    validate_host(SITE_HOST, ALLOWED_HOSTS),
    f"SITE_URL names {SITE_HOST}, which ALLOWED_HOSTS does not allow: every link in a mail"
    " would be refused.",
)
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", SITE_URL)

# -- Apps and middleware ---------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    # Before allauth, whose mail templates it overrides.
    "diary",
    "triage",
    "reminders",
    "sharing",
    "config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
]
MIDDLEWARE = [
    "config.middleware.security_headers.SecurityHeadersMiddleware",  # first: also for errors
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.health.HealthMiddleware",  # whatever the Host header says
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.locale.RequestLanguageMiddleware",  # before those with error messages
    "config.middleware.admission.AdmissionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.strict_sign_in.StrictSignInMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Data -----------------------------------------------------------------------

DATABASES = {"default": env_database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'footnote.sqlite3'}")}
SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
require_in_production(
    not SQLITE or env_bool("ALLOW_SQLITE"),
    "DATABASE_URL must name a PostgreSQL database in production (or set ALLOW_SQLITE=1).",
)

REDIS_URL = env_str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # A cache that is down must not block a request for long.
        "OPTIONS": {
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
            "retry": Retry(NoBackoff(), 0),
        },
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes; 500 long episodes fit

# -- Celery: see config/celery.py for the schedule ------------------

CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_TASK_IGNORE_RESULT = True
# With both, a process holds the one task that it runs; the next stays in the queue, where any
# other process can take it. A task whose process died is not delivered again at once, or one
# that kills its process would kill all of them: what is due is in the database.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Seconds after which a task's process is killed; most tasks have less: config/celery.py.
CELERY_TASK_TIME_LIMIT = 300
# Seconds after which the broker delivers a task again; longer than any, or two would run it.
BROKER_VISIBILITY_TIMEOUT = 600
# A write must not wait for a broker that is down: what is due is in the database.
CELERY_TASK_PUBLISH_RETRY = False
# `max_retries` is about connecting to publish; a worker goes on trying (below). A worker
# asks Redis for a second at a time, so that two without an answer are a fault.
REDIS_TRANSPORT = {
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "visibility_timeout": BROKER_VISIBILITY_TIMEOUT,
    # A worker with several queues takes from the first that has a task.
    "queue_order_strategy": "priority",
}
CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_TRANSPORT if REDIS_URL else {"polling_interval": 0.02}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "config.beat:FileScheduler"  # the schedule itself is kept in memory
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# -- Accounts ---------------------------------------------------------------------

AUTH_USER_MODEL = "diary.User"
AUTHENTICATION_BACKENDS = ["diary.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "diary.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# An address is shown to be its owner's before there is anything to sign in to, and a password
# is chosen later: nobody can make an account with another's address and wait inside it.
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60  # seconds; mail may be slow, and hands too
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Digits, for the keypad: 3 requests a minute with 5 tries each find one of 10^8 in years.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# For so many seconds after a sign-in nobody is asked again who they are.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# And the library's own for the rest.
ACCOUNT_RATE_LIMITS = {
    "confirming_code": "3/m/user",
    "share_passcode": "5/m/key",
    "test_push": "5/10m/user",
}
MFA_ADAPTER = "diary.accounts.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Footnote"
MFA_TOTP_TOLERANCE = 1  # the phone's clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A browser calls this very machine's address secure without https, the library does not.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION and not SECURE and SITE_HOST == "localhost"
USERSESSIONS_TRACK_ACTIVITY = True  # by config/sessions.py, and seldom
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser", "app")
HEADLESS_FRONTEND_URLS = {
    "account_reset_password": f"{SITE_URL}/#/reset-password",
    "account_reset_password_from_key": f"{SITE_URL}/#/reset-password/{{key}}",
    "account_signup": f"{SITE_URL}/#/sign-in",
}
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90  # seconds; a diary is opened rarely, and at 3 am
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrftoken"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# -- HTTP -------------------------------------------------------------------------

SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = SECURE and env_bool("SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
TRUST_PROXY = env_proxies("TRUST_PROXY", int(PRODUCTION))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
# Sign-ins are limited by address: that of the person, which the outermost proxy adds. Without
# it all would share the proxy's, and one could keep everybody out.
ALLAUTH_TRUSTED_PROXY_COUNT = TRUST_PROXY
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "config.authentication.SessionToken",
        "config.authentication.BrowserSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.parsers.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "config.negotiation.SingleFormatNegotiation",
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "config.openapi.ErrorResponseSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "config.errors.handle_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Footnote",
    "DESCRIPTION": "A diary for numbness and tingling in the legs. Not a diagnosis.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    # One name for the levels, whatever the field is called; and one each for two fields "kind".
    "ENUM_NAME_OVERRIDES": {
        "LevelEnum": "diary.schema.codes.LEVELS",
        "KindEnum": "diary.schema.codes.BACKGROUND_KINDS",
        "RecordKindEnum": "diary.schema.kinds.NAMES",
    },
    # Served from here: no third party sees who reads the docs.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# -- Static files: the app that `npm run build` made ---------------------------------

STATIC_URL = "static/"
APP_DIR = BASE_DIR / "frontend" / "dist"
WHITENOISE_ROOT = APP_DIR if APP_DIR.is_dir() else None
WHITENOISE_INDEX_FILE = True
WHITENOISE_USE_FINDERS = True  # the apps' own style sheets, with no collectstatic
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = set_cache_control
WHITENOISE_IMMUTABLE_FILE_TEST = is_immutable

# -- Mail -------------------------------------------------------------------------

MAIL_DIR = DATA_DIR / "mail"
EMAIL_HOST = env_str("EMAIL_HOST")
require_in_production(
    EMAIL_HOST,
    "EMAIL_HOST must name an SMTP server in production, or no reminder and no mail to sign in"
    " reaches anybody.",
)
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", EMAIL_PORT == 587)
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = str(MAIL_DIR)
EMAIL_BACKEND = (
    "reminders.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "Footnote <footnote@localhost>")
# Mail written to a folder is readable by whoever opens /dev/mail, links to reset a password
# too: the embedded default only, and only where it is reached at this very machine.
DEV_MAIL = not PRODUCTION and not EMAIL_HOST and SITE_HOST in {"localhost", "127.0.0.1", "::1"}

# -- Push messages ------------------------------------------------------------------

# The key that signs them: base64url, as `manage.py vapid` makes one; not given, the one that
# `manage.py up` made in DATA_DIR. Without any, nothing is pushed.
VAPID_PRIVATE_KEY = env_str("VAPID_PRIVATE_KEY")
# Whom a push service turns to when something is wrong with them.
VAPID_SUBJECT = env_str(
    "VAPID_SUBJECT", SITE_URL if SECURE else f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}"
)
# Push services that need not be public or have https, such as one in a network of one's own.
PUSH_ALLOWED_ORIGINS = env_list("PUSH_ALLOWED_ORIGINS")

# -- Hooks of the diary, see diary/hooks.py ----------------------------------------

DIARY_RECORD_VERDICTS = "triage.assess.record_verdicts"
DIARY_THRESHOLDS = "triage.rules.rulebook.thresholds_for"
DIARY_BOOKED_VISITS = "triage.prompts.read_booked_visits"
DIARY_THRESHOLD_ERROR = "triage.rules.rulebook.validate_threshold"

# -- Time, language, logs -----------------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = SOURCE_LANGUAGE
LANGUAGES, LANGUAGES_BIDI = find_languages()
USE_I18N = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"hide_tokens": {"()": "sharing.access.log_redaction.RedactTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["hide_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "INFO")},
    "loggers": {
        # A line for each task and each tick would bury the others.
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        # The traceback of a receiver may hold health data; the sender logs its class.
        "django.dispatch": {"level": "CRITICAL"},
        # Its lines about a 404 name the URL, and the URL of a shared page is a secret.
        "django.request": {"level": "ERROR"},
        # Internet scanners send other Host headers all day; they get a 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
# Who may read /metrics: `Authorization: Bearer <this>`; not set, the page is not there.
METRICS_TOKEN = env_str("METRICS_TOKEN")
