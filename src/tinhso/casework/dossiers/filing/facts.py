"""Which facts of registers come to be known while somebody files: only these spare a paper here.

The catalogue names more: what a hospital, the land office or a school would have to tell, with which no line
is agreed. What no line tells must not be promised to anybody.
"""

from __future__ import annotations

from tinhso.casework.dossiers.filing.registered import REGISTRATION
from tinhso.casework.dossiers.filing.told import POPULATION_FACTS
from tinhso.casework.dossiers.record.papers import AUTHORISATION

SPARING_FACTS = POPULATION_FACTS | {AUTHORISATION, REGISTRATION}
