"""What a form can be filled in from and what spares a paper: closed lists that the files draw on."""

from typing import Literal

PrefillSource = Literal[
    "population.personal_id", "population.full_name", "population.birth", "population.sex",
    "population.residence_full", "population.residence_commune", "population.residence_detail",
    "population.marital_status", "vneid.phone", "vneid.email",
    "organisation.name", "organisation.code", "organisation.address", "organisation.address_full",
    "organisation.commune", "representation.party", "representation.role",
]  # fmt: skip
RegisterFact = Literal[
    "population.identity", "population.residence", "population.marriage",
    "population.birth_registration", "land.housing", "health.examination", "health.birth_certificate",
    "health.death_notice", "transport.licence", "business.registration", "insurance.contributions",
    "education.school_record", "representation.authorisation",
]  # fmt: skip
Party = Literal["person", "organisation"]
