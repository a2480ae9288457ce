"""The door of the demonstration: invented people's cases, told through the doors of the house.

Nothing here is used in production; `tinhso demo load` calls it, at most once for each plan.
"""

from tinhso.sites.demonstration.companies import load_companies
from tinhso.sites.demonstration.forms import RESIDENCE
from tinhso.sites.demonstration.loading import Loaded, load_stories, tell_once
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import Officers
from tinhso.sites.demonstration.people import People, SamplePerson, ask_for_people
from tinhso.sites.demonstration.plan import COMMUNES, PHU_CUONG, Story, with_wrong_birth
from tinhso.sites.demonstration.telling import Teller

__all__ = [
    "COMMUNES", "PHU_CUONG", "RESIDENCE", "Loaded", "OfficeHours", "Officers", "People", "SamplePerson",
    "Story", "Teller", "ask_for_people", "load_companies", "load_stories", "tell_once", "with_wrong_birth",
]  # fmt: skip
