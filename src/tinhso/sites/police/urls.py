"""Addresses of the police; nothing personal stands in any of them."""

from django.urls import path

from tinhso.sites.police import inbox, steps, task

app_name = "police"
urlpatterns = [
    path("cleaning/", inbox.home, name="cleaning"),
    path("cleaning/queues/<slug:queue>/", inbox.queue, name="cleaning-queue"),
    path("cleaning/<uuid:cleaning_id>/", task.task, name="cleaning-task"),
    path("cleaning/<uuid:cleaning_id>/proposal/", task.proposal, name="cleaning-proposal"),
    path("cleaning/<uuid:cleaning_id>/steps/<slug:action>/", steps.step, name="cleaning-step"),
]
