"""Settings of the house with only the frame's addresses: for a server that shows the style page."""

from tinhso.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.sites.frame.style_urls"
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tinhso.sites.frame.middleware.TraceMiddleware",
    "tinhso.sites.frame.middleware.SecurityHeadersMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tinhso.sites.frame.middleware.RefusalMiddleware",
]
WHITENOISE_USE_FINDERS = True
TINHSO_DEMONSTRATION = True
