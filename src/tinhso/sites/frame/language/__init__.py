"""English by a switch: the finished Vietnamese page read in English; Vietnamese stays the legal text."""
