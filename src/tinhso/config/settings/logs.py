"""Logs as JSON lines with a trace id; no personal data, no query strings, no parameters."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "tinhso.sites.frame.access_log.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "tinhso": {"level": "INFO"},
        # An unexpected error leaves its type and its place; refusals, which are warnings, leave nothing.
        "django.request": {"level": "ERROR"},
        "django.db.backends": {"level": "CRITICAL"},
    },
}
LOGGING_CONFIG = "logging.config.dictConfig"
