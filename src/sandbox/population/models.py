"""Stored people, the accounts that may ask about them, and the log of questions."""

from django.db import models


class Citizen(models.Model):
    """One person, with the fields of Điều 9; addresses and relatives are JSON objects."""

    personal_id = models.CharField(max_length=12, primary_key=True)
    old_id = models.CharField(max_length=9, blank=True, db_index=True)
    family_name = models.CharField(max_length=40, blank=True)
    middle_name = models.CharField(max_length=60, blank=True)
    given_name = models.CharField(max_length=40)
    full_name = models.CharField(max_length=140, db_index=True)
    other_name = models.CharField(max_length=140, blank=True)
    sex = models.CharField(max_length=6)
    birth_year = models.PositiveSmallIntegerField()
    birth_date = models.DateField(null=True)
    birth_place = models.JSONField()
    birth_registration = models.JSONField()
    home_town = models.JSONField()
    ethnicity = models.CharField(max_length=2)
    religion = models.CharField(max_length=40)
    nationality = models.CharField(max_length=2)
    blood_type = models.CharField(max_length=3, blank=True)
    card_issued_on = models.DateField(null=True)
    card_expires_on = models.DateField(null=True)
    card_issuer = models.CharField(max_length=120, blank=True)
    father = models.JSONField()
    mother = models.JSONField()
    spouse = models.JSONField()
    representative = models.JSONField()
    permanent_residence = models.JSONField()
    temporary_residence = models.JSONField(null=True)
    current_residence = models.JSONField()
    absence_until = models.DateField(null=True)
    household_book = models.CharField(max_length=9, blank=True)
    marital_status = models.CharField(max_length=10)
    head_relation = models.CharField(max_length=40, blank=True)
    head_id = models.CharField(max_length=12, blank=True, db_index=True)
    head_name = models.CharField(max_length=140, blank=True)
    life_status = models.CharField(max_length=10)
    ended_on = models.DateField(null=True)
    phone = models.CharField(max_length=10, blank=True)
    email = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "population_citizen"


class Edition(models.Model):
    """Which invented population is loaded, so that seeding again changes nothing."""

    digest = models.CharField(max_length=64, primary_key=True)
    people = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "population_edition"


class PermittedAccount(models.Model):
    """An integration account (MaTichHop) of an agency outside."""

    code = models.CharField(max_length=40, primary_key=True)
    agency_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "population_permitted_account"


class PermittedService(models.Model):
    """A procedure or purpose (MaDVC) for which questions may be asked."""

    code = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=400)

    class Meta:
        db_table = "population_permitted_service"


class SuspendedOfficer(models.Model):
    """An officer (MaCanBo) whose permission to ask was withdrawn."""

    code = models.CharField(max_length=64, primary_key=True)

    class Meta:
        db_table = "population_suspended_officer"


class QueryLogEntry(models.Model):
    """One question that reached the service, answered or refused."""

    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)
    operation = models.CharField(max_length=40)
    request_code = models.CharField(max_length=64, blank=True)
    account = models.CharField(max_length=40, blank=True)
    service = models.CharField(max_length=40, blank=True)
    officer = models.CharField(max_length=64, blank=True)
    subject_id = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=40)

    class Meta:
        db_table = "population_query_log"
