"""The door of ratings: citizens rate the service of their finished dossiers; others see figures only."""

from tinhso.services.ratings.actions import UnableToRate, rate_service
from tinhso.services.ratings.adapters import RatingWords, rating_words
from tinhso.services.ratings.queries import own_rating, service_ratings
from tinhso.services.ratings.types import (
    FinishedDossier,
    RatingCell,
    RatingDimension,
    ServiceRating,
    ServiceStage,
)

__all__ = [
    "FinishedDossier",
    "RatingCell",
    "RatingDimension",
    "RatingWords",
    "ServiceRating",
    "ServiceStage",
    "UnableToRate",
    "own_rating",
    "rate_service",
    "rating_words",
    "service_ratings",
]
