"""Pages, language, uploads."""

from tinhso.config.settings.places import REPOSITORY

ROOT_URLCONF = "tinhso.config.urls"
WSGI_APPLICATION = "tinhso.config.wsgi.application"

# Where sites lead an officer who has not signed in; a name of a route, so that the frame knows no site.
OFFICERS_SIGN_IN = "onestop:sign-in"
OFFICERS_SECOND_STEP = "onestop:second-step"
OFFICERS_ENROLMENT = "administration:enrolment"
OFFICERS_NEW_PASSWORD = "administration:new-password"  # noqa: S105
OFFICERS_HOME = "onestop:home"
CITIZENS_CHOOSE_PARTY = "representation:choose"

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

MIDDLEWARE = [
    "tinhso.sites.frame.middleware.TraceMiddleware",
    "tinhso.sites.frame.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tinhso.sites.frame.language.middleware.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tinhso.sites.frame.actor.ActorMiddleware",
    "tinhso.sites.frame.middleware.RefusalMiddleware",
]
CSRF_FAILURE_VIEW = "tinhso.sites.frame.errors.csrf_failure"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"environment": "tinhso.sites.frame.jinja.environment"},
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.\w+$"
STATICFILES_DIRS = [REPOSITORY / "frontend" / "dist"]
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": REPOSITORY / "frontend" / "dist" / "manifest.json",
    }
}

FILE_UPLOAD_HANDLERS = [
    "tinhso.sites.frame.uploads.PlainFormHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "tinhso.services.identity.session_store"
