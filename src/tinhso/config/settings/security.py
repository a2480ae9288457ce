"""Secrets and cookies. Nothing here has a working default outside the demonstration."""

import os

TINHSO_DEMONSTRATION = os.environ.get("TINHSO_DEMONSTRATION", "") == "1"
"""The demonstration province: known accounts, settable legal clock, style page."""

SECRET_KEY = os.environ.get("TINHSO_SECRET_KEY", "")
DEBUG = os.environ.get("TINHSO_DEBUG", "") == "1"
ALLOWED_HOSTS = os.environ.get("TINHSO_ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TINHSO_TRUSTED_ORIGINS", "").split(",") if o]

AUTH_USER_MODEL = "identity.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

_MUST_CONFIRM = "administrator" if TINHSO_DEMONSTRATION else "administrator,leader"
TINHSO_SECOND_FACTOR_REQUIRED = frozenset(
    duty.strip()
    for duty in os.environ.get("TINHSO_SECOND_FACTOR_REQUIRED", _MUST_CONFIRM).split(",")
    if duty.strip()
)
"""Duties (values of ``Role``, by commas) that cannot act without a second factor; every other officer may
set one up. In the demonstration only administrators must, with codes that ``tinhso demo code`` shows."""

SESSION_COOKIE_NAME = "tinhso_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

TINHSO_PROXIES = int(os.environ.get("TINHSO_PROXIES", "0"))
"""How many proxies of our own stand before the web process; each adds one address to X-Forwarded-For."""

TINHSO_HTTPS = os.environ.get("TINHSO_HTTPS", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TINHSO_HTTPS
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if TINHSO_HTTPS else 0
