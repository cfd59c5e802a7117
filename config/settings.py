"""Django's settings, all from the environment; see docs/operations.md for the variables.

Without DATABASE_URL and REDIS_URL the embedded servers are used (config/embedded). ECHELON_ENV says what
this process belongs to: `demo` (the default), `test` or `production`.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.conf import global_settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import embedded, logs, secret, timeouts
from config.api_description import SPECTACULAR_SETTINGS  # noqa: F401
from config.commerce import STRIPE_ACCOUNTS, STRIPE_API, TAX_ID_REGISTER, TEST_PAYMENTS, WEBHOOK_NETWORKS  # noqa: F401
from config.languages import *  # noqa: F403 - languages and the time zone
from config.limits import LIMITS  # noqa: F401
from config.signin import *  # noqa: F403 - authentication and allauth
from config.unfold import UNFOLD  # noqa: F401 - how the admin looks

_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
env = environ.Env()


def _whole_number(name: str, default: int) -> int:
    """Read a variable that must be a whole number."""
    try:
        return env.int(name, default=default)
    except ValueError:
        raise environ.ImproperlyConfigured(f"{name} is {env.str(name)!r}: a whole number is needed") from None


PART = env.str("ECHELON_PART", default="jobs")
if PART not in timeouts.TIMEOUTS:
    raise environ.ImproperlyConfigured(f"ECHELON_PART is {PART!r}: {', '.join(timeouts.TIMEOUTS)} are known")

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.str("ECHELON_ENV", default="demo")
if ENVIRONMENT not in ("demo", "test", "production"):
    raise environ.ImproperlyConfigured(f"ECHELON_ENV is {ENVIRONMENT!r}: demo, test and production are known")
PRODUCTION = ENVIRONMENT == "production"
VAR = embedded.VAR

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", default="") or secret.key(VAR)
ENCRYPTION_KEYS = env.list(
    "ENCRYPTION_KEYS", default=environ.Env.NOTSET if PRODUCTION else [secret.encryption_key(VAR)]
)
if not ENCRYPTION_KEYS or not all(map(secret.is_encryption_key, ENCRYPTION_KEYS)):
    raise environ.ImproperlyConfigured(
        "ENCRYPTION_KEYS must be 32 random bytes as URL-safe base64, or several with commas"
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else [".localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "config.apps.GroundConfig",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.inlines",
    "portal.admin_config.VendorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "common",
    "accounts",
    "web",
    "programs",
    "desk",
    "partners",
    "notices",
    "signin",
    "activities",
    "points",
    "statuses",
    "clients",
    "meetings",
    "nfr",
    "store",
    "leads",
    "privacy",
    "reports",
    "portal",
    "importing",
    "demo",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "config.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "programs.middleware.SiteMiddleware",
    "config.content_policy.ContentPolicyMiddleware",
    "web.privacy.PrivacyMiddleware",
    "programs.kept_pages.KeptPagesMiddleware",
    "accounts.sessions.FoundSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.api.slashes.SlashMiddleware",
    "partners.tokens.api.gate.Gate",
    # From here on in one bound transaction: a form's key, the view and its rendering.
    "partners.middleware.TenancyMiddleware",
    "programs.sent_forms.middleware.SentFormMiddleware",
    "partners.drafts.middleware.DraftMiddleware",
    "web.errors.MethodPageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

FORM_RENDERER = "web.rendering.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
            ],
            "builtins": ["web.templatetags.form_keys"],
        },
    },
]

# --- data ---------------------------------------------------------------------------------------
# `default` is the runtime role, `owner` the role that owns the tables: migrations and backups only.
if embedded.wanted(allowed=not PRODUCTION):
    DATABASES = {"default": embedded.database(), "owner": embedded.database(owner=True)}
    REDIS_URL = embedded.redis_url()
else:
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    if env.str("OWNER_DATABASE_URL", default=""):
        DATABASES["owner"] = env.db_url("OWNER_DATABASE_URL")
    REDIS_URL = env.str("REDIS_URL")
    if any(database["ENGINE"] != "django.db.backends.postgresql" for database in DATABASES.values()):
        raise environ.ImproperlyConfigured("DATABASE_URL and OWNER_DATABASE_URL must name a PostgreSQL: postgres://...")
    if not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
        raise environ.ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://")
for _database in DATABASES.values():
    _database.setdefault("CONN_MAX_AGE", 600)  # a new connection per request is six times slower
    _database["CONN_HEALTH_CHECKS"] = True
    _given = _database.setdefault("OPTIONS", {})  # those of DATABASE_URL come last, so they win
    _ours = timeouts.connection_options(PART)
    _database["OPTIONS"] = {**_ours, **_given, "options": f"{_ours['options']} {_given.get('options', '')}".strip()}
RUNTIME_ROLE = DATABASES["default"]["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# What can do without Redis gives up after this many seconds (common/caching.py); what can't waits longer. It is for
# connecting and reading each, so that an outage costs a page 100 ms at most.
REDIS_PATIENCE, REDIS_LONG_PATIENCE = 0.05, 1.0
_ONCE = {"retry": Retry(NoBackoff(), 0)}  # redis-py's own retries would take seconds
REDIS_QUICKLY = {"socket_timeout": REDIS_PATIENCE, "socket_connect_timeout": REDIS_PATIENCE, **_ONCE}
_SLOWLY = {"socket_timeout": REDIS_LONG_PATIENCE, "socket_connect_timeout": REDIS_LONG_PATIENCE, **_ONCE}
_REDIS_CACHE = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "echelon",
}
CACHES = {
    "default": {**_REDIS_CACHE, "OPTIONS": _SLOWLY},
    "quick": {**_REDIS_CACHE, "OPTIONS": REDIS_QUICKLY},
}

COUNTING_PREFIX = "echelon:count"  # prefix of the keys of common/counting.py

# --- API ----------------------------------------------------------------------------------------
# Requests per minute, by token and by network address without a token.
API_RATES = {"token": _whole_number("API_RATE_TOKEN", 600), "address": _whole_number("API_RATE_ADDRESS", 120)}
API_ANSWERS_KEPT = timedelta(days=7)  # how long the answer to a write is kept for repeats
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["partners.tokens.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["partners.tokens.api.authentication.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["web.api.reading.TidyJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "partners.tokens.api.permissions.PermissionSchema",
    "EXCEPTION_HANDLER": "web.api.problems.handle",
    "UNAUTHENTICATED_USER": None,
}

FORM_ANSWERS_KEPT = timedelta(days=1)  # how long a form sent again gets the first answer
CSRF_FAILURE_VIEW = "signin.pages.csrf_failure"

# --- files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["web.theme_styles.ThemeFinder", *global_settings.STATICFILES_FINDERS]
STATICFILES_FINDERS += ["web.static_files.FontFinder", "web.static_files.StyleFinder"]
_STATIC_STORAGE = {
    "test": "django.contrib.staticfiles.storage.StaticFilesStorage",
    "demo": "web.static_files.LightStorage",
    # Compressing all files takes 90 seconds of CPU time: worth it for an image, but not at every start here.
    "production": "whitenoise.storage.CompressedManifestStaticFilesStorage",
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE[ENVIRONMENT]},
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))

# --- certificates -------------------------------------------------------------------------------
# PEM files: the key, and its certificate chain from the signer's own upwards. Without them a demo creates its own
# key under VAR, and production refuses to sign.
CERTIFICATE_KEY_FILE = env.str("CERTIFICATE_KEY_FILE", default="")
CERTIFICATE_CHAIN_FILE = env.str("CERTIFICATE_CHAIN_FILE", default="")
CERTIFICATE_KEY_PASSPHRASE = env.str("CERTIFICATE_KEY_PASSPHRASE", default="")

# --- mail ---------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
elif not PRODUCTION:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 30  # seconds, since a mail's row is locked while it is sent
# The start of links in emails; {host} is the host of the partner's site.
PORTAL_ADDRESS = env.str(
    "PORTAL_ADDRESS", default="https://{host}" if PRODUCTION else f"http://{{host}}:{env.str('PORT', default='8000')}"
)

# --- jobs ---------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # worker and beat wait for Redis as long as it is away
# Seconds. The longest tasks (opening missed days, checking websites) store what is done and continue in the next run.
CELERY_TASK_TIME_LIMIT = 30 * 60
# A task not acknowledged within this time goes to another worker, because its own was killed.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": CELERY_TASK_TIME_LIMIT + 5 * 60}
if PART == "web":  # a visitor doesn't wait for the broker: whatever it would have started, the next job does
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"socket_timeout": 1, "socket_connect_timeout": 1}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = "UTC"
# The companies of a demo and their websites are invented, so they aren't checked.
WEBSITE_CHECKS = env.bool("WEBSITE_CHECKS", default=ENVIRONMENT != "demo")

# --- safety -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = _whole_number("HSTS_SECONDS", 31536000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
# The number of proxies in front: only their X-Forwarded headers are trusted.
TRUSTED_PROXIES = _whole_number("TRUSTED_PROXIES", 1 if PRODUCTION else 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING_CONFIG = None
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()
if LOG_LEVEL not in _LOG_LEVELS:
    raise environ.ImproperlyConfigured(f"LOG_LEVEL is {LOG_LEVEL!r}: {', '.join(_LOG_LEVELS)} are known")
logs.configure(level=LOG_LEVEL, readable=ENVIRONMENT != "production")
