"""Feedback and ratings as a Django application."""

from django.apps import AppConfig


class FeedbackPagesConfig(AppConfig):
    """Adds the entries of both navigations."""

    name = "tinhso.sites.feedback"
    label = "feedback_pages"
    verbose_name = "Phản ánh, kiến nghị"

    def ready(self) -> None:
        """Make the entries known to the frame."""
        from tinhso.sites.feedback.menu import ENTRIES
        from tinhso.sites.frame.service import add_navigation

        add_navigation(*ENTRIES)
