"""What acts on dossiers leave behind in the database, to be compared before and after."""

from __future__ import annotations

from typing import Any

from tests.trust.stage import seen_by_system

_FINGERPRINT = """
select (select jsonb_agg(to_jsonb(d) order by id) from dossiers_dossier d)::text,
  (select count(*) from dossiers_event), (select count(*) from dossiers_paper),
  (select jsonb_agg(to_jsonb(s) order by id) from dossiers_supplement s)::text,
  (select jsonb_agg(to_jsonb(t) order by id) from process_task t)::text,
  (select jsonb_agg(to_jsonb(w) order by dossier_id, agency_id) from dossiers_worklist w)::text,
  (select count(*) from process_clock_entry), (select count(*) from outbox_event),
  (select count(*) from outbox_delivery), (select count(*) from procrastinate_jobs),
  (select jsonb_agg(to_jsonb(f) order by id) from payments_fee f)::text,
  (select count(*) from dossiers_result), (select count(*) from dossiers_slip),
  (select count(*) from dossiers_apology),
  (select jsonb_agg(to_jsonb(r) order by id) from payments_cash_receipt r)::text,
  (select sum(last) from payments_cash_series), (select count(*) from files_stored),
  (select count(*) from dossiers_draft),
  (select jsonb_agg(to_jsonb(p) order by dossier_id) from dossiers_postal p)::text,
  (select count(*) from dossiers_postal_list), (select count(*) from dossiers_parcel),
  (select count(*) from dossiers_reserve_batch), (select sum(last) from dossiers_reserve_series),
  (select jsonb_agg(to_jsonb(n) order by number) from dossiers_reserve_number n)::text,
  (select count(*) from audit_entry where outcome = 'done'),
  (select count(*) from audit_entry where outcome = 'refused')
"""


def things() -> tuple[tuple[Any, ...], int]:
    """Everything that a refusal must leave as it was; and how many refusals were audited."""
    with seen_by_system() as cursor:
        cursor.execute(_FINGERPRINT)
        *kept, refused = cursor.fetchone()
        return tuple(kept), refused


def refusals() -> int:
    """How many refusals were audited."""
    with seen_by_system() as cursor:
        cursor.execute("select count(*) from audit_entry where outcome = 'refused'")
        return int(cursor.fetchone()[0])
