"""Addresses of feedback and ratings; nothing personal stands in any of them."""

from django.urls import path

from tinhso.sites.feedback import (
    case,
    following,
    inbox,
    phone,
    published,
    sending,
    service_ratings,
    steps,
)

app_name = "feedback"
urlpatterns = [
    path("feedback", sending.home, name="home"),
    path("feedback/send", sending.send, name="send"),
    path("feedback/sent", sending.sent, name="sent"),
    path("feedback/phone", phone.ask, name="phone"),
    path("feedback/phone/code", phone.confirm, name="phone-code"),
    path("feedback/track", following.find, name="track"),
    path("feedback/track/<str:code>", following.tracked, name="tracked"),
    path("feedback/track/<str:code>/rate", following.rate, name="rate-answer"),
    path("feedback/cases/<uuid:feedback_id>", following.own, name="own"),
    path("feedback/cases/<uuid:feedback_id>/files/<uuid:file_id>", following.file, name="own-file"),
    path("answers", published.answers, name="answers"),
    path("answers/<uuid:publication_id>", published.answer, name="answer"),
    path("rate/<str:code>", service_ratings.rate, name="rate"),
    path("desk/feedback/", inbox.home, name="inbox"),
    path("desk/feedback/queues/<slug:queue>/", inbox.queue, name="queue"),
    path("desk/feedback/<uuid:feedback_id>/", case.case, name="case"),
    path("desk/feedback/<uuid:feedback_id>/files/<uuid:file_id>/", case.file, name="case-file"),
    path("desk/feedback/<uuid:feedback_id>/steps/<slug:action>/", steps.step, name="step"),
    path("desk/ratings/", service_ratings.figures, name="figures"),
]
