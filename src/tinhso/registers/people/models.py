"""Tables of the room. What identifies a person is sealed, bound to the row and the field.

Sex and commune code stay readable: statistics need them, and neither names anybody. Row-level security on all
three tables stands in migration 0002.
"""

from django.db import models
from django.db.models import Q


class Person(models.Model):
    """Người dân: one row for each personal id."""

    id = models.UUIDField(primary_key=True)
    personal_id_index = models.BinaryField(max_length=16, unique=True)
    personal_id_sealed = models.BinaryField()
    full_name_sealed = models.BinaryField(null=True)
    birth_sealed = models.BinaryField(null=True)
    sex = models.CharField(max_length=6, null=True)
    residence_code = models.CharField(max_length=5, null=True)
    residence_detail_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=16, null=True, db_index=True)
    email_sealed = models.BinaryField(null=True)
    origins = models.JSONField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "people_person"
        constraints = [
            models.CheckConstraint(
                condition=Q(sex__isnull=True) | Q(sex__in=["male", "female"]), name="people_person_sex"
            ),
        ]


class NameWord(models.Model):
    """A whole accent-free word of a person's name, as a blind index."""

    pk = models.CompositePrimaryKey("word_index", "person_id")
    word_index = models.BinaryField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "people_name_word"


class PastFact(models.Model):
    """A value that was replaced or not taken over; nothing that was once said is lost."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    fact = models.CharField(max_length=20)
    value_sealed = models.BinaryField()
    value_index = models.BinaryField(max_length=16)
    source = models.CharField(max_length=12)
    as_of = models.DateTimeField()
    outcome = models.CharField(max_length=9)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "people_past_fact"
        constraints = [
            # The same refused statement made again (at every sign-in, say) is noted once.
            models.UniqueConstraint(
                fields=["person", "fact", "source", "value_index"],
                condition=Q(outcome="set_aside"),
                name="people_set_aside_once",
            ),
        ]
