"""Feedback and complaints of citizens, answered in time; and what citizens say of the service."""
