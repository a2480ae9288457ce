"""Settings of the house, one module per topic; environment variables start with ``TINHSO_``."""

from tinhso.config.settings.database import *  # noqa: F403
from tinhso.config.settings.logs import *  # noqa: F403
from tinhso.config.settings.outside import *  # noqa: F403
from tinhso.config.settings.papers import *  # noqa: F403
from tinhso.config.settings.places import *  # noqa: F403
from tinhso.config.settings.rooms import *  # noqa: F403
from tinhso.config.settings.security import *  # noqa: F403
from tinhso.config.settings.web import *  # noqa: F403
