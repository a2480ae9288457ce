"""The door of the demonstration: invented people's cases, told through the doors of the house.

Nothing here is used in production; `tinhso demo load` calls it, at most once for each plan.
"""

from tinhso.sites.demonstration.loading import Loaded, load_stories
from tinhso.sites.demonstration.people import People, SamplePerson, ask_for_people
from tinhso.sites.demonstration.plan import COMMUNES

__all__ = ["COMMUNES", "Loaded", "People", "SamplePerson", "ask_for_people", "load_stories"]
