"""Settings of the house with only the desk's addresses: for a server that shows the desk."""

from tinhso.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.sites.onestop.desk_urls"
WHITENOISE_USE_FINDERS = True
TINHSO_DEMONSTRATION = True
