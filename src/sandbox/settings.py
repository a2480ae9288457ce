"""Settings of the sandbox (Django). Everything variable comes from SANDBOX_* variables.

SANDBOX_VAR_DIR          folder of databases and secrets (default ./var/sandbox)
SANDBOX_PUBLIC_URL       address under which browsers and systems reach it
SANDBOX_REDIRECT_URIS    sign-in callbacks of the portal, separated by blanks
SANDBOX_CALLBACK_HOSTS   hosts that may be called back or pushed to, separated by blanks
SANDBOX_SYSTEMS          the systems this process serves, separated by blanks (default: all)
SANDBOX_PULL_HOSTS       hosts from which the national portal may fetch files, separated by blanks
SANDBOX_CLOCK_FILE       a file {"offset_seconds": n} that shifts the time of the outside world
SANDBOX_ESSENTIAL_TARGET where the essential-services portal pushes dossiers (default: nowhere, they wait)
SANDBOX_HANG_SECONDS     how long a "hanging" system keeps a connection at most
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from sandbox.databases import ALIASES, sqlite_database
from sandbox.secret_store import private_secrets, shared_secrets
from sandbox.systems import SYSTEMS

PACKAGE_DIR = Path(__file__).resolve().parent
VAR_DIR = Path(os.environ.get("SANDBOX_VAR_DIR", "var/sandbox")).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

SHARED_SECRETS = shared_secrets(VAR_DIR)
PRIVATE_SECRETS = private_secrets(VAR_DIR)

PUBLIC_URL = os.environ.get("SANDBOX_PUBLIC_URL", "http://127.0.0.1:8020").rstrip("/")
REDIRECT_URIS = os.environ.get(
    "SANDBOX_REDIRECT_URIS",
    "http://127.0.0.1:8000/sign-in/callback http://localhost:8000/sign-in/callback",
).split()
CALLBACK_HOSTS = os.environ.get("SANDBOX_CALLBACK_HOSTS", "127.0.0.1 localhost").split()
PULL_HOSTS = os.environ.get("SANDBOX_PULL_HOSTS", "127.0.0.1 localhost").split()
ESSENTIAL_TARGET = os.environ.get("SANDBOX_ESSENTIAL_TARGET", "")
CLOCK_FILE = os.environ.get("SANDBOX_CLOCK_FILE", "")
HANG_SECONDS = float(os.environ.get("SANDBOX_HANG_SECONDS", "120"))

SERVED_SYSTEMS = frozenset(os.environ.get("SANDBOX_SYSTEMS", "").split()) or frozenset(SYSTEMS)
if unknown := SERVED_SYSTEMS - SYSTEMS.keys():
    raise ImproperlyConfigured(f"SANDBOX_SYSTEMS names unknown systems: {sorted(unknown)}")

SECRET_KEY = PRIVATE_SECRETS["django_secret_key"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", urlsplit(PUBLIC_URL).hostname or "127.0.0.1"]
ROOT_URLCONF = "sandbox.urls"
WSGI_APPLICATION = "sandbox.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "sandbox.dials",
    "sandbox.population",
    "sandbox.vneid",
    "sandbox.payment",
    "sandbox.messages",
    "sandbox.national_portal",
    "sandbox.essential_portal",
    "sandbox.old_one_stop",
    "sandbox.gateway",
]
MIDDLEWARE = [
    "sandbox.read_away.ReadAwayMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sandbox.dials.middleware.DialsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "sandbox.systems.navigation",
            ]
        },
    },
]

DATABASES = {alias: sqlite_database(VAR_DIR, system) for alias, system in ALIASES.items()}
DATABASE_ROUTERS = ["sandbox.databases.OneFilePerSystem"]

# Authorization codes live in memory: the server runs one process with many threads.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Cookies ignore ports, so the names must differ from those of the portal on the same host.
SESSION_COOKIE_NAME = "sandbox_session"
CSRF_COOKIE_NAME = "sandbox_csrf"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

AUTH_USER_MODEL = "vneid.Account"
PASSWORD_HASHERS = ["sandbox.vneid.hashers.RandomSecretHasher"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
IDP_OIDC_ADAPTER = "sandbox.vneid.adapter.CitizenClaims"
IDP_OIDC_PRIVATE_KEY = PRIVATE_SECRETS["signing_key"]
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_RATE_LIMITS = False

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SILENCED_SYSTEM_CHECKS = ["account.W001"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"sandbox": {"level": "INFO"}},
}
