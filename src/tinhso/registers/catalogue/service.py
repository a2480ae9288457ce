"""The door of the catalogue: procedures found, read as of a day and applied to answers; files checked,
compared and published.

Versions are immutable: what a dossier was received under can be read again as it was, at any time.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.registers.catalogue import queries
from tinhso.registers.catalogue.adapters.wordlists import vietnamese_words
from tinhso.registers.catalogue.answer_types import CleanAnswers, KnownFact, PaperNeed
from tinhso.registers.catalogue.importing.imports import (
    UnableToImport,
    begin_drafts_from_import,
    compare_portal_import,
    import_portal_export,
    list_portal_imports,
)
from tinhso.registers.catalogue.importing.rules.comparing import CHANNEL_NAMES
from tinhso.registers.catalogue.importing.rules.edits import FIELD_NAMES
from tinhso.registers.catalogue.importing.types import (
    BegunDraft,
    ComparedProcedure,
    Difference,
    PortalComparison,
    PortalImportRow,
)
from tinhso.registers.catalogue.queries import UnableToFileAsDossier, UnableToFindProcedure
from tinhso.registers.catalogue.reviewing import publishing
from tinhso.registers.catalogue.reviewing.drafts import (
    DraftReading,
    UnableToSaveDraft,
    VersionRow,
    begin_draft,
    list_drafts,
    list_versions,
    publish_draft,
    put_draft_away,
    read_draft,
    save_draft,
    version_text,
)
from tinhso.registers.catalogue.reviewing.files import procedure_files, read_file
from tinhso.registers.catalogue.reviewing.pages import payment_page, procedure_page
from tinhso.registers.catalogue.reviewing.publishing import UnableToPublish
from tinhso.registers.catalogue.reviewing.rules import differences
from tinhso.registers.catalogue.reviewing.types import Change, Problem, Published
from tinhso.registers.catalogue.rules import answers as form_answers
from tinhso.registers.catalogue.rules import asking, cases, papers, prefill
from tinhso.registers.catalogue.rules.answers import CompiledForm, UnableToAcceptAnswers
from tinhso.registers.catalogue.rules.cases import UnableToFindCase
from tinhso.registers.catalogue.rules.conditions import fields_of, holds
from tinhso.registers.catalogue.rules.national import (
    ALLOWED_STATUS_MOVES,
    NATIONAL_STATUSES,
    NationalStatus,
    is_national_move,
)
from tinhso.registers.catalogue.rules.verbs import STANDARD_ACTIONS, action_for, verb_of
from tinhso.registers.catalogue.rules.windows import UnableToReceiveNow, reception, require_open
from tinhso.registers.catalogue.rules.wording import condition_text, vintage_text
from tinhso.registers.catalogue.types import (
    Condition,
    Fee,
    FieldRule,
    FormField,
    JsonValue,
    LegalBasis,
    Paper,
    PaymentService,
    ProcedureCase,
    ProcedureRow,
    ProcedureVersion,
    Reception,
    ReceptionWindow,
    Section,
    Vintage,
)

__all__ = [
    "ALLOWED_STATUS_MOVES", "CHANNEL_NAMES", "FIELD_NAMES", "NATIONAL_STATUSES", "PAYMENTS_FOLDER",
    "PROCEDURES_FOLDER", "STANDARD_ACTIONS", "BegunDraft", "Change", "CleanAnswers", "ComparedProcedure",
    "Condition", "Difference", "DraftReading", "Fee", "FieldRule", "FormField",
    "JsonValue", "KnownFact", "LegalBasis", "NationalStatus",
    "Paper", "PaperNeed", "PaymentService", "PortalComparison", "PortalImportRow",
    "Problem", "ProcedureCase", "ProcedureRow", "ProcedureVersion", "Published", "Reception",
    "ReceptionWindow", "Section", "UnableToAcceptAnswers", "UnableToFileAsDossier", "UnableToFindCase",
    "UnableToFindProcedure", "UnableToImport", "UnableToPublish", "UnableToReceiveNow", "UnableToSaveDraft",
    "VersionRow", "Vintage", "action_for", "asked_answers", "begin_draft", "begin_drafts_from_import",
    "case_for", "check_file", "check_folder", "compare_portal_import", "condition_text", "diff_versions",
    "fee_for", "fields_behind_case", "fields_of_condition",
    "get_payment_service", "get_procedure", "get_version", "import_portal_export", "is_national_move",
    "is_shown", "list_drafts", "list_portal_imports", "list_versions", "papers_for", "prefill_answers",
    "publish_draft", "publish_folder", "put_draft_away", "read_draft", "read_fields",
    "read_procedure", "reception", "require_open", "save_draft", "search_procedures", "validate_answers",
    "verb_of", "version_text", "vietnamese_words", "vintage_text", "write_pages",
]  # fmt: skip

PROCEDURES_FOLDER = Path(__file__).resolve().parent / "procedures"
"""The reviewed files of procedures that ship with the house."""
PAYMENTS_FOLDER = PROCEDURES_FOLDER.with_name("payment_services")
"""Those of payment services."""
_SHIPPED = (PROCEDURES_FOLDER, PAYMENTS_FOLDER)

_COMPILED: dict[str, CompiledForm] = {}


def search_procedures(*, text: str, on: dt.date) -> list[ProcedureRow]:
    """Procedures and payment services of a day whose words fit, best first; "" lists all by title.

    Accents and case do not matter, the last word may be unfinished, common names ("bằng lái") are known.
    """
    return queries.find_rows(text=text, on=on)


def get_procedure(code: str, *, on: dt.date) -> ProcedureVersion:
    """The version of a procedure in force on a day; raises ``UnableToFindProcedure``. One short query.

    For a payment service that refusal is ``UnableToFileAsDossier``: it has a page, but no dossiers.
    """
    return queries.find_current(code=code, on=on)


def get_payment_service(code: str, *, on: dt.date) -> PaymentService:
    """The payment service in force on a day; raises ``UnableToFindProcedure`` for anything else."""
    return queries.find_payment(code=code, on=on)


def get_version(code: str, version: str) -> ProcedureVersion:
    """The version that a dossier is pinned to; after the first call in a process it costs no query."""
    return queries.find_version(code=code, version=version)


def case_for(version: ProcedureVersion, *, channel: str, answers: Mapping[str, JsonValue]) -> ProcedureCase:
    """The case (time and fee) of clean answers in a channel; raises ``UnableToFindCase``."""
    return cases.find_case(version, channel=channel, answers=answers)


def fee_for(case: ProcedureCase, *, answers: Mapping[str, JsonValue]) -> int:
    """What a case costs for clean answers, in đồng; 0 where nothing is charged."""
    return cases.amount_of(case, answers=answers)


def fields_behind_case(version: ProcedureVersion, *, channel: str) -> frozenset[str]:
    """The questions whose answers decide which case of the channel holds and what it costs."""
    return cases.fields_behind(version, channel=channel)


def fields_of_condition(condition: Condition | None) -> frozenset[str]:
    """The questions that a condition looks at; none where there is no condition."""
    return fields_of(condition)


def is_shown(condition: Condition | None, *, answers: Mapping[str, JsonValue]) -> bool:
    """Whether a field, paper or case with that condition applies to clean answers."""
    return holds(condition, answers)


def asked_answers(version: ProcedureVersion, typed: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Answers as they were typed so far, without those of questions that they leave unasked.

    Nothing is judged: ticks and digits only become what conditions compare with.
    """
    return asking.asked_answers(version, typed)


def validate_answers(
    version: ProcedureVersion,
    answers: Mapping[str, object],
    *,
    sections: Collection[str] | None = None,
    on: dt.date | None = None,
    communes: Collection[str] | None = None,
    lacking: Collection[str] = (),
) -> CleanAnswers:
    """Answers as typed → clean answers, or ``UnableToAcceptAnswers`` naming every field to correct.

    ``sections`` judges some steps only: give all answers known so far (conditions may look at earlier
    steps), get back those of the named steps. Questions that are not shown are dropped, unknown keys
    refused. A person comes as a mapping or as flat keys ("mother.birth", "members.0.full_name").
    ``on`` is the legal day for "not in the future" (today by the legal clock without it); ``communes``
    are the unit codes that exist on that day, where the caller knows them. ``lacking`` are questions that
    nobody has put to the applicant yet (a dossier filed at another system): left empty, they stay unanswered.
    """
    today = on or legal_day(legal_now())
    form = _compiled(version)
    return form_answers.judge(form, answers, on=today, sections=sections, communes=communes, lacking=lacking)


def read_fields(
    fields: Sequence[FormField],
    answers: Mapping[str, object],
    *,
    on: dt.date,
    communes: Collection[str] | None = None,
) -> Mapping[str, JsonValue]:
    """Answers to questions of no procedure, judged by the same readers; see ``validate_answers``."""
    form = form_answers.compile_fields({"": fields})
    return form_answers.judge(form, answers, on=on, communes=communes).values


def papers_for(
    version: ProcedureVersion, answers: Mapping[str, JsonValue], known: Collection[KnownFact] = ()
) -> tuple[PaperNeed, ...]:
    """The papers that clean answers call for; ``known`` are register facts at hand ("land.housing")."""
    return papers.needs(version, answers=answers, known=known)


def prefill_answers(
    version: ProcedureVersion, *, facts: Mapping[str, str], locked_only: bool = False
) -> dict[str, str]:
    """Answers from facts by prefill source ("population.full_name"); missing facts fill nothing.

    With ``locked_only`` just those the applicant may not change: lay them over what was typed.
    """
    return prefill.prefilled(version, facts=facts, locked_only=locked_only)


def read_procedure(path: Path) -> ProcedureVersion:
    """The tree of one reviewed file, without publishing it; raises ``UnableToPublish`` with its problems."""
    read = read_file(path)
    if read.version is None or read.problems:
        message = f"Tệp {path.name} còn {len(read.problems)} lỗi."
        raise UnableToPublish("catalogue.not_valid", message, read.problems)
    if isinstance(read.version, PaymentService):
        message = f"Tệp {path.name} là của một dịch vụ thanh toán, không phải thủ tục."
        raise UnableToPublish("catalogue.not_a_procedure", message)
    return read.version


def check_file(path: Path) -> list[Problem]:
    """Everything wrong with one file, by line; empty when it may be published."""
    return list(read_file(path).problems)


def check_folder(folder: Path | None = None) -> list[Problem]:
    """Everything wrong with the files ``<code>/<valid_from>.yaml`` of a folder, or of all that ship."""
    folders = _SHIPPED if folder is None else (folder,)
    return [problem for each in folders for path in procedure_files(each) for problem in check_file(path)]


def diff_versions(before: ProcedureVersion, after: ProcedureVersion) -> list[Change]:
    """What changed between two versions, in the order of the file, each with a Vietnamese sentence."""
    return list(differences.differences(before, after, names=vietnamese_words()["keys"]))


def publish_folder(folder: Path | None = None, *, now: dt.datetime, actor: Actor | None = None) -> Published:
    """Add the versions of a folder, or of all that ship, that are not there yet.

    All or nothing, audited, repeatable.

    Raises ``UnableToPublish`` when a file is wrong or a published version says something else. Without
    an ``actor`` the house itself acts (set-up, demonstration).
    """
    return publishing.publish(folders=_SHIPPED if folder is None else (folder,), now=now, actor=actor)


def write_pages() -> dict[str, str]:
    """The review page of each procedure and payment service by file name ("1.004194.md")."""
    versions: dict[str, list[ProcedureVersion]] = {}
    for path in procedure_files(PROCEDURES_FOLDER):
        version = read_procedure(path)
        versions.setdefault(version.code, []).append(version)
    pages = {f"{code}.md": procedure_page(each) for code, each in versions.items()}
    for path in procedure_files(PAYMENTS_FOLDER):
        service = read_file(path).version
        if isinstance(service, PaymentService):
            pages[f"{service.code}.md"] = payment_page(service)
    return pages


def _compiled(version: ProcedureVersion) -> CompiledForm:
    form = _COMPILED.get(version.digest)
    if form is None:
        form = form_answers.compile_form(version)
        if version.digest:
            _COMPILED[version.digest] = form
    return form
