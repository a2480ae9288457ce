"""A procedure as the province publishes it: one frozen tree, read from one reviewed file.

The tree *is* the shape of the YAML files: what a class lists, a file may say, and nothing else. Facts of law
carry their source and their vintage, so that a page can show what was confirmed and what was not.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from pydantic import ConfigDict

from tinhso.foundation.process.service import Duration, ProcessDefinition
from tinhso.registers.catalogue.sources import PaperKind, Party, PrefillSource, RegisterFact

Channel = Literal["online", "counter", "post"]
Competence = Literal[
    "commune_police", "district_police", "provincial_police", "commune_committee", "district_committee",
    "social_insurance", "transport_department", "justice_department", "commune_one_stop",
    "tax_branch", "land_registration_branch", "education_department", "employment_service_centre",
    "power_company", "police_residence_office", "police_immigration_office",
]  # fmt: skip
FieldType = Literal[
    "text", "long_text", "personal_id", "date", "partial_date", "phone", "email", "choice", "radio",
    "checkbox", "commune", "number", "person", "tax_code",
]  # fmt: skip
PersonPart = Literal["full_name", "personal_id", "birth", "sex"]
SlipKind = Literal["receipt", "supplement", "refusal", "apology", "control"]
Confidence = Literal["source", "secondary", "unverified"]
JsonValue = str | int | bool | None | list["JsonValue"] | dict[str, "JsonValue"]


class FileShape:
    """Makes reading refuse every key that the class does not name."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage(FileShape):
    """Where a fact of law was read, as of which month, and whether a readable source confirmed it."""

    source: str
    as_of: str = ""  # "2026-07" or "2023-07-17"
    verified: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis(FileShape):
    """One instrument that the procedure rests on."""

    instrument: str
    subject: str
    confidence: Confidence
    as_of: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(FileShape):
    """A small closed expression over the answers of a form; exactly one question per condition.

    About one field: ``equals``, ``one_of``, ``filled``, ``at_least``, ``at_most``; or about other
    conditions: ``every``, ``some``, ``none``.
    """

    field: str = ""
    equals: str | bool | int | None = None
    one_of: tuple[str, ...] = ()
    filled: bool | None = None
    at_least: int | None = None
    at_most: int | None = None
    every: tuple["Condition", ...] = ()
    some: tuple["Condition", ...] = ()
    none: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(FileShape):
    """One answer of a choice."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule(FileShape):
    """Limits of one field; which of them make sense depends on the type of the field."""

    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""  # a name from rules.patterns
    minimum: int | None = None
    maximum: int | None = None
    not_future: bool = False
    not_past: bool = False
    not_before: str = ""  # the key of an earlier date field
    max_months_after: int | None = None  # counted from the field named in not_before
    max_years_ago: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField(FileShape):
    """One question of the form; a ``locked`` one comes from the register, not from the applicant."""

    key: str
    label: str
    type: FieldType
    required: bool = True
    hint: str = ""
    options: tuple[Option, ...] = ()
    rule: FieldRule = field(default_factory=FieldRule)
    prefill: PrefillSource | None = None
    locked: bool = False
    when: Condition | None = None
    parts: tuple[PersonPart, ...] = ("full_name", "personal_id", "birth")  # of a person
    optional_parts: tuple[PersonPart, ...] = ()
    repeat_max: int = 1  # a person asked several times, such as the members of a household


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(FileShape):
    """One step of the form."""

    key: str
    title: str
    intro: str = ""
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee(FileShape):
    """What the applicant pays; ``unstated`` where no source says. ``per`` person: see ``count_field``."""

    amount_vnd: int
    when: Literal["none", "unstated", "before_receipt", "at_result"]
    per: Literal["dossier", "person"] = "dossier"
    count_field: str = ""
    vintage: Vintage
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCase(FileShape):
    """Trường hợp: one channel under one condition, with its time and fee. The first that fits holds."""

    key: str
    title: str
    channel: Channel
    duration: Duration
    cut_off: time | None = None  # received later, a same-day case ends on the next working day
    vintage: Vintage
    fee: Fee
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionWindow(FileShape):
    """Đợt nhận hồ sơ: nobody files before it opens or after it closes; written in Vietnam time."""

    key: str
    title: str
    opens_at: datetime
    closes_at: datetime
    vintage: Vintage


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(FileShape):
    """A register that makes a paper unnecessary: "không cần nộp".

    ``named_in`` are questions about a person: the fact must then be about whoever one of them names.
    ``when`` narrows it to answers with which the fact proves what the paper would.
    """

    fact: RegisterFact
    label: str
    named_in: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(FileShape):
    """Thành phần hồ sơ: a required paper, and when it need not be handed in."""

    key: str
    name: str
    needed: Literal["always", "when", "optional"] = "always"
    when: Condition | None = None
    forms: tuple[Literal["original", "certified_copy", "copy", "scan", "shown"], ...] = ("scan",)
    count: int = 1
    from_form: bool = False  # the electronic form itself is this paper
    waived_when: tuple[Waiver, ...] = ()
    accepts: tuple[PaperKind, ...] = ()  # kinds of the personal store that serve as this paper
    media: tuple[Literal["pdf", "jpeg", "png"], ...] = ("pdf", "jpeg", "png")
    hint: str = ""
    vintage: Vintage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherAgency(FileShape):
    """An agency that takes part after the lead agency, in one parallel task."""

    competence: Competence
    commune_field: str
    task: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRule(FileShape):
    """Who decides: the agency competent for ``lead`` at the commune that the form names."""

    lead: Competence
    commune_field: str
    explanation: str
    further: tuple[FurtherAgency, ...] = ()
    vintage: Vintage


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRule(FileShape):
    """How often a supplement may be asked for, and how long the applicant has (the timer of the process)."""

    rounds: int = 1
    answer_within: Duration | None = None
    vintage: Vintage


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip(FileShape):
    """The printed form of one moment: a general one (Mẫu số 01) or the sector's own (CT04)."""

    kind: SlipKind
    form: str
    name: str
    vintage: Vintage


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(FileShape):
    """What the applicant receives in the end."""

    key: str
    name: str
    code: str = ""
    form: Literal["paper", "electronic", "both"]
    note: str = ""
    refusal: bool = False
    task: str = ""  # the parallel task that yields it
    kind: PaperKind | None = None  # what it is as a paper, for procedures that ask for one


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenStep(FileShape):
    """One step in plain words."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureVersion(FileShape):
    """One procedure as it holds from ``valid_from`` on; never changed once published.

    ``digest`` names the content (SHA-256 of what the file says, without its comments and layout).
    """

    code: str
    local_code: str
    version: str
    valid_from: date
    valid_to: date | None = None  # the last day, where the procedure ends without a successor
    title: str
    sector: str
    group: Literal["police", "other"]
    services: tuple[int, ...]
    also_called: tuple[str, ...] = ()
    audience: str
    applicants: tuple[Party, ...] = ("person",)  # who may file it in their own account
    introduction: str
    notes: tuple[str, ...] = ()
    legal_basis: tuple[LegalBasis, ...]
    agency: AgencyRule
    windows: tuple[ReceptionWindow, ...] = ()  # none: received all year round
    cases: tuple[ProcedureCase, ...]
    papers: tuple[Paper, ...]
    sections: tuple[Section, ...]
    process: ProcessDefinition
    supplement: SupplementRule
    slips: tuple[Slip, ...]
    results: tuple[Result, ...]
    steps: tuple[CitizenStep, ...]
    digest: str = field(init=False, default="")

    @property
    def has_national_code(self) -> bool:
        """False where the national list has no code for the service: ours begins with 0 and goes nowhere."""
        return not self.code.startswith("0.")

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every question of the form, in order."""
        return tuple(each for section in self.sections for each in section.fields)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels offered, each once, in the order of the cases."""
        return tuple(dict.fromkeys(case.channel for case in self.cases))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentService(FileShape):
    """Dịch vụ thanh toán: money that a decision names is paid; there is no form and never a dossier.

    ``comes_with`` says what paying here waits for, ``meanwhile`` where people go until then.
    """

    kind: Literal["payment"]
    code: str
    version: str
    valid_from: date
    valid_to: date | None = None
    title: str
    sector: str
    group: Literal["police", "other"]
    services: tuple[int, ...]
    also_called: tuple[str, ...] = ()
    audience: str
    introduction: str
    notes: tuple[str, ...] = ()
    payee: str
    amount: str
    needs: tuple[str, ...]
    comes_with: str
    meanwhile: tuple[CitizenStep, ...]
    legal_basis: tuple[LegalBasis, ...]
    vintage: Vintage
    digest: str = field(init=False, default="")


CatalogueEntry = ProcedureVersion | PaymentService


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Whether a procedure is received at a moment, and the window that says so; ``text`` for people.

    ``window`` is the open one, else the next, else the last; None where it is received all year round.
    """

    state: Literal["always", "open", "upcoming", "past"]
    window: ReceptionWindow | None = None
    text: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a dossier may be filed."""
        return self.state in ("always", "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRow:
    """A line of a search result; a payment service has no channels."""

    code: str
    version: str
    title: str
    sector: str
    group: str
    services: tuple[int, ...]
    channels: tuple[str, ...]
    kind: Literal["procedure", "payment"] = "procedure"
