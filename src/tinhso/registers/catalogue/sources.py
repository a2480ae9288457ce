"""What fills a form in, what spares a paper, what papers there are: closed lists that the files draw on."""

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
PaperKind = Literal[
    "birth_certificate", "marriage_certificate", "single_status", "death_extract", "birth_notice",
    "death_notice", "identity_card", "old_identity_card", "passport", "driving_licence",
    "residence_confirmation", "housing_proof", "land_certificate", "lease", "health_examination",
    "school_record", "insurance_book", "business_registration", "adoption_decision",
    "guardianship_decision", "fee_exemption_proof", "nationality_decision",
]  # fmt: skip
Party = Literal["person", "organisation"]
