"""The door of dossiers: what can be done with a dossier, from the draft to the delivered result.

Every verb asks authority first, writes its change, its audit row and its announcement in one
transaction, and refuses in Vietnamese without leaving anything half done.
"""

from tinhso.casework.dossiers.crossing.answering import answer_from_outside, ask_withdrawal_from_outside
from tinhso.casework.dossiers.crossing.finding import find_by_outside_code
from tinhso.casework.dossiers.crossing.handing_out import open_paper_for, open_result_for
from tinhso.casework.dossiers.crossing.outline import outline_of
from tinhso.casework.dossiers.crossing.taking_in import take_in
from tinhso.casework.dossiers.crossing.types import (
    DossierOutline,
    OutlineFee,
    OutlinePaper,
    OutlineResult,
    OutlineStatus,
    OutlineSupplement,
    OutsideFiling,
)
from tinhso.casework.dossiers.crossing.walking import dossiers_after
from tinhso.casework.dossiers.filing.counter import counter_prefill
from tinhso.casework.dossiers.filing.draft import (
    attach_paper,
    discard_draft,
    keep_typed,
    remove_paper,
    renew_draft,
    save_section,
    start_draft,
)
from tinhso.casework.dossiers.filing.facts import SPARING_FACTS
from tinhso.casework.dossiers.filing.held import HeldPaper, TakenPaper, hold_paper, take_held_paper
from tinhso.casework.dossiers.filing.reuse import counter_offers, reuse_paper
from tinhso.casework.dossiers.filing.review import DraftReview, review_draft
from tinhso.casework.dossiers.filing.submit import file_online, register_at_counter, submit_draft
from tinhso.casework.dossiers.handling.apology import issue_apology
from tinhso.casework.dossiers.handling.bulk import (
    BULK_VERBS,
    MOST_AT_ONCE,
    BulkOutcome,
    ChosenDossier,
    open_hand_over_sheet,
    take_step_on_each,
)
from tinhso.casework.dossiers.handling.check import settle_identity_check
from tinhso.casework.dossiers.handling.completing import enter_answers
from tinhso.casework.dossiers.handling.deadlines import take_due_timers
from tinhso.casework.dossiers.handling.digitising import digitise_paper
from tinhso.casework.dossiers.handling.fee import (
    DossierFee,
    begin_payment,
    cancel_cash_receipt,
    fee_of,
    take_fee_in_cash,
)
from tinhso.casework.dossiers.handling.giving import MOST_GIVEN, give_tasks
from tinhso.casework.dossiers.handling.looking_up import look_up_for_client, look_up_for_dossier
from tinhso.casework.dossiers.handling.result import approve_result, draft_result
from tinhso.casework.dossiers.handling.steps import take_step
from tinhso.casework.dossiers.handling.supplement import answer_supplement, ask_supplement
from tinhso.casework.dossiers.moving.calendar_changes import (
    CalendarChangeRow,
    CalendarMoveRow,
    CalendarPlan,
    calendar_changes,
    change_calendar,
    lay_on_calendar,
    plan_calendar_change,
    plan_undo,
    undo_calendar_change,
)
from tinhso.casework.dossiers.moving.taking_over import (
    AgencyWork,
    count_agency_work,
    take_over_from_ended,
)
from tinhso.casework.dossiers.moving.version_moves import (
    VersionMovePlan,
    VersionMoveRow,
    move_to_version,
    plan_version_move,
    running_by_version,
    undo_version_move,
    version_moves,
)
from tinhso.casework.dossiers.postal.address import ADDRESS_FIELDS, ELSEWHERE
from tinhso.casework.dossiers.postal.choosing import (
    choose_desk,
    choose_post,
    remember_wishes,
    return_choice,
)
from tinhso.casework.dossiers.postal.desk import (
    POSTAL_QUEUES,
    find_parcel,
    get_parcel,
    postal_list,
    postal_lists,
    postal_queue,
)
from tinhso.casework.dossiers.postal.lists import (
    make_postal_list,
    open_postal_sheet,
    take_off_postal_list,
)
from tinhso.casework.dossiers.postal.numbers import change_parcel_number, enter_parcel_number
from tinhso.casework.dossiers.postal.rules import REASONS, ReturnReason
from tinhso.casework.dossiers.postal.sending import (
    hand_over_returned,
    parcel_arrived,
    parcel_came_back,
    send_parcels,
)
from tinhso.casework.dossiers.postal.types import (
    ParcelRow,
    PostalListRow,
    PostalOutcome,
    PostalRow,
    ReturnChoice,
)
from tinhso.casework.dossiers.reading.counting import count_dossiers, counted_dossiers, counted_lines
from tinhso.casework.dossiers.reading.day_counts import day_counts, day_dossiers
from tinhso.casework.dossiers.reading.details import get_dossier
from tinhso.casework.dossiers.reading.finding import find_dossier, next_in_queue
from tinhso.casework.dossiers.reading.for_clients import (
    MOST_ROWS,
    ClientRow,
    SoughtByClient,
    dossiers_for_client,
    hand_over_dossier,
    status_for_client,
    told_change,
)
from tinhso.casework.dossiers.reading.own import (
    OWN_PAGE,
    get_draft,
    own_dossier_codes,
    own_dossiers,
    own_drafts,
    track_dossier,
)
from tinhso.casework.dossiers.reading.papers import (
    OpenedFile,
    open_cash_receipt,
    open_paper,
    open_receipt,
    open_result,
    open_slip,
)
from tinhso.casework.dossiers.reading.parties import Parties, who_takes_part
from tinhso.casework.dossiers.reading.register import open_register
from tinhso.casework.dossiers.reading.searching import (
    Found,
    SoughtBy,
    UnableToSearch,
    search_dossiers,
)
from tinhso.casework.dossiers.reading.spared_counts import (
    SparedCount,
    count_spared_papers,
    spared_dossiers,
)
from tinhso.casework.dossiers.reading.used import uses_of_kept_papers
from tinhso.casework.dossiers.reading.worklists import open_queue, queue_counts, work_list
from tinhso.casework.dossiers.record.errors import (
    DossierChanged,
    UnableToActOnDossier,
    UnableToAnswerSupplement,
    UnableToApologise,
    UnableToAskSupplement,
    UnableToFileDossier,
    UnableToMoveDossiers,
    UnableToPost,
    UnableToPrintSlip,
    UnableToUseReserveNumber,
)
from tinhso.casework.dossiers.record.figures import (
    CountedBy,
    CountedDossiers,
    CountedLine,
    CountedSlice,
    DayCount,
    DayFigure,
    DayOfAgency,
    Figure,
    FigureCount,
)
from tinhso.casework.dossiers.record.findable import make_findable
from tinhso.casework.dossiers.record.kept_types import KeptMark, SparedBy, UsedIn
from tinhso.casework.dossiers.record.look_up_types import LookUpMark
from tinhso.casework.dossiers.record.outside_types import (
    SYSTEM_NAMES,
    FiledOutside,
    LackingItem,
    OutsideCode,
    OutsideMark,
)
from tinhso.casework.dossiers.record.papers import UploadedPaper, newly_needed_papers
from tinhso.casework.dossiers.record.postal_types import ParcelOutcome, PostalState
from tinhso.casework.dossiers.record.slip_types import ApologyOffer, CashReceiptRow, SlipKind, SlipRow
from tinhso.casework.dossiers.record.types import (
    QUEUE_NAMES,
    STATUS_NAMES,
    ActionRow,
    AnswerRow,
    Channel,
    CheckState,
    CounterPrefill,
    DossierRow,
    DossierView,
    Draft,
    FeeState,
    Filed,
    OpenQueue,
    PaperRow,
    PublicStatus,
    Queue,
    QueueCount,
    Slice,
    Status,
    Supplement,
    SupplementItem,
    TaskRow,
    TimelineRow,
    WorkItem,
)
from tinhso.casework.dossiers.record.version_fit import MISFIT_TEXTS, Misfit
from tinhso.casework.dossiers.reserve.batches import (
    open_reserve_booklet,
    print_reserve_batch,
    reserve_batch,
    reserve_batches,
    void_reserve_numbers,
)
from tinhso.casework.dossiers.reserve.entering import check_reserved, enter_reserved
from tinhso.casework.dossiers.reserve.finding import find_reserve_number, track_reserve_number
from tinhso.casework.dossiers.reserve.rules import ReserveState
from tinhso.casework.dossiers.reserve.types import (
    ReserveBatchRow,
    ReservedReceipt,
    ReserveRow,
    TrackedReserve,
)

__all__ = [
    "ADDRESS_FIELDS", "BULK_VERBS", "ELSEWHERE", "MISFIT_TEXTS", "MOST_AT_ONCE", "MOST_GIVEN",
    "MOST_ROWS", "OWN_PAGE", "POSTAL_QUEUES", "QUEUE_NAMES", "REASONS", "SPARING_FACTS",
    "STATUS_NAMES", "SYSTEM_NAMES",
    "ActionRow", "AgencyWork", "AnswerRow", "ApologyOffer", "BulkOutcome", "CalendarChangeRow",
    "CalendarMoveRow", "CalendarPlan", "CashReceiptRow", "Channel", "CheckState", "ChosenDossier",
    "ClientRow", "CountedBy", "CountedDossiers", "CountedLine", "CountedSlice", "CounterPrefill",
    "DayCount", "DayFigure", "DayOfAgency", "DossierChanged", "DossierFee", "DossierOutline",
    "DossierRow", "DossierView", "Draft", "DraftReview", "FeeState", "Figure", "FigureCount", "Filed",
    "FiledOutside", "Found", "HeldPaper", "KeptMark", "LackingItem", "LookUpMark", "Misfit", "OpenQueue",
    "OpenedFile", "OutlineFee", "OutlinePaper", "OutlineResult", "OutlineStatus", "OutlineSupplement",
    "OutsideCode", "OutsideFiling", "OutsideMark", "PaperRow", "ParcelOutcome", "ParcelRow", "Parties",
    "PostalListRow", "PostalOutcome", "PostalRow", "PostalState", "PublicStatus", "Queue", "QueueCount",
    "ReserveBatchRow", "ReserveRow", "ReserveState", "ReservedReceipt", "ReturnChoice", "ReturnReason",
    "Slice", "SlipKind", "SlipRow", "SoughtBy", "SoughtByClient", "SparedBy", "SparedCount", "Status",
    "Supplement", "SupplementItem", "TakenPaper", "TaskRow", "TimelineRow", "TrackedReserve",
    "UnableToActOnDossier", "UnableToAnswerSupplement", "UnableToApologise", "UnableToAskSupplement",
    "UnableToFileDossier", "UnableToMoveDossiers", "UnableToPost", "UnableToPrintSlip", "UnableToSearch",
    "UnableToUseReserveNumber", "UploadedPaper", "UsedIn", "VersionMovePlan", "VersionMoveRow",
    "WorkItem", "answer_from_outside", "answer_supplement", "approve_result", "ask_supplement",
    "ask_withdrawal_from_outside", "attach_paper", "begin_payment", "calendar_changes",
    "cancel_cash_receipt", "change_calendar", "change_parcel_number", "check_reserved", "choose_desk",
    "choose_post", "count_agency_work", "count_dossiers", "count_spared_papers", "counted_dossiers",
    "counted_lines", "counter_offers", "counter_prefill", "day_counts", "day_dossiers", "digitise_paper",
    "discard_draft", "dossiers_after", "dossiers_for_client", "draft_result", "enter_answers",
    "enter_parcel_number", "enter_reserved", "fee_of", "file_online", "find_by_outside_code",
    "find_dossier", "find_parcel", "find_reserve_number", "get_dossier", "get_draft", "get_parcel",
    "give_tasks", "hand_over_dossier", "hand_over_returned", "hold_paper", "issue_apology", "keep_typed",
    "lay_on_calendar", "look_up_for_client", "look_up_for_dossier", "make_findable", "make_postal_list",
    "move_to_version", "newly_needed_papers", "next_in_queue", "open_cash_receipt",
    "open_hand_over_sheet", "open_paper", "open_paper_for", "open_postal_sheet", "open_queue",
    "open_receipt", "open_register", "open_reserve_booklet", "open_result", "open_result_for",
    "open_slip", "outline_of", "own_dossier_codes", "own_dossiers", "own_drafts", "parcel_arrived",
    "parcel_came_back", "plan_calendar_change", "plan_undo", "plan_version_move", "postal_list",
    "postal_lists", "postal_queue", "print_reserve_batch", "queue_counts", "register_at_counter",
    "remember_wishes", "remove_paper", "renew_draft", "reserve_batch", "reserve_batches", "return_choice",
    "reuse_paper", "review_draft", "running_by_version", "save_section", "search_dossiers",
    "send_parcels", "settle_identity_check", "spared_dossiers", "start_draft", "status_for_client",
    "submit_draft", "take_due_timers", "take_fee_in_cash", "take_held_paper", "take_in",
    "take_off_postal_list", "take_over_from_ended", "take_step", "take_step_on_each", "told_change",
    "track_dossier", "track_reserve_number", "undo_calendar_change", "undo_version_move",
    "uses_of_kept_papers", "version_moves", "void_reserve_numbers", "who_takes_part", "work_list",
]  # fmt: skip
