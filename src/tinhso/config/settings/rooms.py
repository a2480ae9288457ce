"""The rooms of the house as Django applications, bottom floor first."""

_FOUNDATION = [
    "postgres", "clock", "identifiers", "crypto", "calendar", "audit", "outbox", "ledger",
    "files", "guessing", "authority", "unit_of_work", "printing", "process",
]  # fmt: skip
_REGISTERS = ["agencies", "people", "catalogue"]
_SERVICES = ["identity", "verification", "payments", "notices", "ratings", "second_factor", "representation",
    "personal_store", "integration",
]  # fmt: skip
_CASEWORK = ["dossiers", "feedback", "cleaning"]
_COORDINATION = ["statistics", "reorganisation", "exchange", "lines"]
_SITES = [
    "frame", "live", "portal", "representation", "onestop", "feedback", "police", "administration", "reports",
    "exchange", "open_api", "demonstration", "console",
]  # fmt: skip

_ROOMS = [
    *(f"tinhso.foundation.{room}" for room in _FOUNDATION),
    *(f"tinhso.registers.{room}" for room in _REGISTERS),
    *(f"tinhso.services.{room}" for room in _SERVICES),
    *(f"tinhso.casework.{room}" for room in _CASEWORK),
    *(f"tinhso.coordination.{room}" for room in _COORDINATION),
    *(f"tinhso.sites.{room}" for room in _SITES),
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "django_vite",
    *_ROOMS,
    "tinhso.config.apps.StartupConfig",
]
