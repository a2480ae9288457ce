"""The door of feedback: what citizens report and propose, answered in time.

A case is answered by the agency that is competent, drafted by one and approved by another. It is published
only if its sender agreed and an officer made it anonymous.
"""

from __future__ import annotations

from tinhso.casework.feedback.actions.answer import approve_answer, draft_answer, return_answer
from tinhso.casework.feedback.actions.publish import (
    keep_answer_private,
    publish_answer,
    unpublish_answer,
)
from tinhso.casework.feedback.actions.rate import rate_answer
from tinhso.casework.feedback.actions.send import intake_agency, send_feedback
from tinhso.casework.feedback.actions.steps import (
    assign_feedback,
    classify_feedback,
    receive_feedback,
    refuse_feedback,
    send_feedback_back,
    transfer_feedback,
)
from tinhso.casework.feedback.adapters.reviewed_files import Handling, Words, handling, words
from tinhso.casework.feedback.errors import (
    FeedbackChanged,
    UnableToActOnFeedback,
    UnableToRate,
    UnableToSendFeedback,
)
from tinhso.casework.feedback.queries.details import get_feedback, open_file, open_own_feedback
from tinhso.casework.feedback.queries.lists import (
    FeedbackQueue,
    feedback_counts,
    feedback_list,
    own_feedback,
)
from tinhso.casework.feedback.queries.published import get_published, search_published
from tinhso.casework.feedback.queries.tracking import track_feedback
from tinhso.casework.feedback.taking_over import count_agency_feedback, take_over_from_ended
from tinhso.casework.feedback.types import (
    ANSWERED,
    CASE_KIND,
    ENDED,
    FeedbackAction,
    FeedbackKind,
    FeedbackRow,
    FeedbackSlice,
    FeedbackState,
    FeedbackTopic,
    FeedbackView,
    FilePart,
    LinkedDossier,
    NewFeedback,
    OpenedPaper,
    PublishedAnswer,
    Sent,
    StoryRow,
    TrackedFeedback,
)

__all__ = [
    "ANSWERED", "CASE_KIND", "ENDED", "FeedbackAction", "FeedbackChanged", "FeedbackKind",
    "FeedbackQueue", "FeedbackRow", "FeedbackSlice", "FeedbackState", "FeedbackTopic", "FeedbackView",
    "FilePart", "Handling", "LinkedDossier", "NewFeedback", "OpenedPaper", "PublishedAnswer", "Sent",
    "StoryRow", "TrackedFeedback", "UnableToActOnFeedback", "UnableToRate", "UnableToSendFeedback",
    "Words", "approve_answer", "assign_feedback", "classify_feedback", "count_agency_feedback",
    "draft_answer", "feedback_counts", "feedback_list", "get_feedback", "get_published", "handling",
    "intake_agency", "keep_answer_private", "open_file", "open_own_feedback", "own_feedback",
    "publish_answer", "rate_answer", "receive_feedback", "refuse_feedback", "return_answer",
    "search_published", "send_feedback", "send_feedback_back", "take_over_from_ended", "track_feedback",
    "transfer_feedback", "unpublish_answer", "words",
]  # fmt: skip
