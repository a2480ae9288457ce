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
        # An unexpected error names its type and place; a database error's text may quote a row.
        "django.request": {"level": "CRITICAL"},
        "django.db.backends": {"level": "CRITICAL"},
    },
}
LOGGING_CONFIG = "logging.config.dictConfig"
