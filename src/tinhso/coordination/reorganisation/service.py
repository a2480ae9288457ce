"""The door of reorganisation: an agency ends, another goes on with its work."""

from __future__ import annotations

from tinhso.coordination.reorganisation.following import move_officers
from tinhso.coordination.reorganisation.planning import agency_holdings, order_ending, plan_ending
from tinhso.coordination.reorganisation.types import AgencyHoldings

__all__ = ["AgencyHoldings", "agency_holdings", "move_officers", "order_ending", "plan_ending"]
