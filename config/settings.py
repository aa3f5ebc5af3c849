"""One file of settings. What differs between installations comes from the environment (docs/operations.md)."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.environment import database, flag, required, words

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = flag("DEBUG")
DEMO = flag("DEMO")  # marks every page "DỮ LIỆU GIẢ" and lets people in without a second factor
SECRET_KEY = required("SECRET_KEY", "Start with `python3 run.py …`, or set a random text of at least 50 characters.")
SEALING_KEYS = required("SEALING_KEYS", "Set `id:base64-of-32-random-bytes`, newest first, older keys after commas.")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "accounts.admin_apps.ReferenceAdminConfig",  # Django admin, for reference data only
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",  # the form renderer reads our templates
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "import_export",
    "knox",
    "rest_framework",
    "places",
    "accounts",
    "cases",
    "programs",
    "indicators",
    "reporting",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.PrivacyMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.UnsentMiddleware",
    "config.middleware.RecountHintMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.shell.page_shell",
                "accounts.idle.session_clock",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Two roles: `owner` migrates and owns the tables; the pages and workers run as `default`, which owns nothing.
_HOW = "Start with `python3 run.py …`, or set postgresql://user:password@host:5432/name."
DATABASES = {
    "default": {**database(required("DATABASE_URL", _HOW)), "ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60},
    "owner": database(os.environ.get("OWNER_DATABASE_URL") or required("DATABASE_URL", _HOW)),
}
DATABASE_ROUTERS = ["config.routers.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = required("REDIS_URL", "Start with `python3 run.py …`, or set redis://host:6379/0.")
# What guards the door is counted in the database (allauth takes the default); Redis holds nothing that matters. A page
# that asks a Redis which has gone silent goes on after a second.
CACHES = {
    "default": {"BACKEND": "accounts.tallies.TallyCache"},
    "redis": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    },
}

FIGURES_REMEMBERED = 0 if flag("TESTING") else 600  # seconds (indicators/remembered.py); a test's clock starts anew

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "login_failed_anywhere": "100/h/key",
    "change_password": "5/m/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "reauthenticate": "accounts.forms.ConfirmPasswordForm"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("BEHIND_PROXY") else 0
PASSWORD_RESET_TIMEOUT = 24 * 3600
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by administrators
MFA_TOTP_ISSUER = "Mái Ấm"
MFA_TOTP_TOLERANCE = 1  # the clock of a phone may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "accounts.forms.SignInCodeForm",
    "reauthenticate": "accounts.forms.ConfirmCodeForm",
    "activate_totp": "accounts.forms.EnrolForm",
}
SECOND_FACTOR_REQUIRED = not DEMO

SESSION_COOKIE_AGE = 8 * 3600  # since signing in, however busy
SESSION_IDLE_SECONDS = 15 * 60 if not DEMO else 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-phien" if SECURE else "phien"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Demo and tests serve straight from the finders; production serves collected, hashed and compressed files.
WHITENOISE_USE_FINDERS = DEMO or DEBUG
WHITENOISE_AUTOREFRESH = DEBUG or flag("TESTING")  # tests have no collected files to look through
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG or flag("TESTING")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / ".data"))  # import files while a job runs; never public

CELERY_BROKER_URL = REDIS_URL
# A message only says "look": what a worker leaves undone when it dies is found again by a poll of rows (marks, jobs,
# notices, the day). So the broker keeps no message for a worker, and a worker outlives its broker (config/celery.py).
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_BROKER_TRANSPORT = "config.celery:Transport"
# A worker asks for messages once a second; a broker that says nothing for five is as good as gone. Whoever sends one
# does not try again: there is the poll, and a page must not wait for what is only a hint.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "ack_emulation": False,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True  # those acknowledged late: none
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # a worker writes the lines of LOGGING
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY = CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api_permissions.NamesItsPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api_parsers.JsonParser"],
    "EXCEPTION_HANDLER": "accounts.api_errors.handle",
    "NUM_PROXIES": 1 if flag("BEHIND_PROXY") else 0,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api_throttles.FairUse"],
    "DEFAULT_THROTTLE_RATES": {"user": os.environ.get("API_RATE", "600/min")},
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
REST_KNOX = {
    "TOKEN_MODEL": "accounts.ApiToken",
    "TOKEN_TTL": timedelta(days=90),
    "TOKEN_PREFIX": "maiam_",
    "AUTO_REFRESH": False,
}
MIGRATION_MODULES = {"knox": None}  # its own table of tokens is not used
AGE_BANDS = [int(birthday) for birthday in words("AGE_BANDS", "0,4,6,11")]  # birthdays on which a band begins
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 (a model, not a password)
SPECTACULAR_SETTINGS = {
    "TITLE": "Mái Ấm API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_PERMISSIONS": ["accounts.api_permissions.AnySignedIn"],
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "indicators.api_schema.refusals_are_problems",
    ],
    "ENUM_NAME_OVERRIDES": {  # one name for one set of choices, whichever fields use it
        "SexEnum": "cases.models.Sex",
        "CaseStatusEnum": "cases.models.CaseStatus",
        "IntakeStatusEnum": "cases.models.IntakeStatus",
    },
}

# Figures go to this DHIS2 and nowhere else. DHIS2_PUSH: what is sent each night, written as the API is asked:
# indicator=H01,R01&place=91&below=commune&period=last_12_months
DHIS2_URL, DHIS2_TOKEN = os.environ.get("DHIS2_URL", ""), os.environ.get("DHIS2_TOKEN", "")
# Published figures only; 1 also sends live ones, small numbers too: for a server that may keep them (docs/api.md).
DHIS2_LIVE = os.environ.get("DHIS2_LIVE") == "1"
DHIS2_MAPPING = os.environ.get("DHIS2_MAPPING", "")
DHIS2_PUSH = {
    name: given if name == "below" else given.split(",")
    for name, given in parse_qsl(os.environ.get("DHIS2_PUSH", ""), strict_parsing=False)
}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("EMAIL_HOST")
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "mai-am@localhost")

LOGGING = {  # ids only: neither names nor query strings are logged, nor what an error quotes
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.log_lines.Line", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"broker": {"()": "config.log_lines.BrokerAway"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"celery.beat": {"filters": ["broker"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
