"""Something in every locked table, for the tests that look at the second lock."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.trust.acting import head_of_office
from tinhso.foundation.authority.service import Role


def fill_every_locked_table(stage: Any, database: Any) -> None:
    """A dossier with everything that can belong to one."""
    filed = stage.file()
    stage.bring_to("waiting_supplement", filed)
    stage.answer(filed)
    stage.draft(filed, stage.officer(Role.SPECIALIST))
    stage.deliver_all()
    database.sql(
        """insert into dossiers_draft (id, person_id, procedure_code, procedure_version, sealed_content,
             updated_at) values (%s, %s, '1.004194', '2023-06-01', 'sealed', now())""",
        uuid4(), stage.citizen.person_id,
    )  # fmt: skip
    attempt = uuid4()
    database.sql(
        """insert into payments_attempt (id, fee_id, order_id, amount_vnd, state, return_url, pay_url,
             transaction_no, started_at, checks, check_at)
           select %s, id, 'GD-1', 7000, 'failed', '', '', '', now(), 0, now() from payments_fee""",
        attempt,
    )
    database.sql(
        """insert into payments_surplus (id, attempt_id, fee_id, amount_vnd, reason, noted_at)
           select %s, %s, id, 7000, 'paid_before', now() from payments_fee""",
        uuid4(), attempt,
    )  # fmt: skip
    database.sql(
        """insert into notices_delivery (id, notice_id, channel, state, question_id)
           select gen_random_uuid(), (select id from notices_notice limit 1), 'sms', 'queued', id
           from ledger_question limit 1"""
    )
    database.sql(
        """insert into notices_number_check (id, number_index, sealed_number, code_index, sent_at, tries)
           values (%s, 'index', 'sealed', 'index', now(), 0)""",
        uuid4(),
    )
    database.sql(
        """insert into ratings_rating (dossier_id, procedure_code, month, score, sealed_reasons, rated_at,
             version, agency_id, person_id)
           select id, procedure_code, '2023-07-01', 4, 'sealed', now(), 1, agency_id, applicant_id
           from dossiers_dossier limit 1"""
    )
    fill_tables_of_people(stage, database)
    fill_tables_of_the_store(database)
    fill_tables_of_verification(database)
    fill_tables_of_cleaning(database)
    fill_tables_of_slips(database)
    fill_tables_of_version_moves(database)
    fill_tables_of_calendar_moves(database)
    fill_tables_of_cash(database)
    fill_tables_of_reserve_numbers(database)
    fill_tables_of_the_post(database)
    fill_tables_about_officers(database)
    fill_tables_of_clients(database)
    head_of_office(stage)


def fill_tables_of_people(stage: Any, database: Any) -> None:
    """What was known of somebody before."""
    database.sql(
        """insert into people_past_fact (id, person_id, fact, value_sealed, value_index, source, as_of,
             outcome, noted_at)
           select %s, id, 'phone', 'sealed', 'index', 'declared', now(), 'replaced', now()
           from people_person where id = %s""",
        uuid4(), stage.citizen.person_id,
    )  # fmt: skip


def fill_tables_of_the_store(database: Any) -> None:
    """A paper in the applicant's store, and one that the applicant was spared."""
    database.sql(
        """insert into personal_store_paper (id, person_id, kind, origin, file_id, sealed_facts, agency_id,
             scanned_at)
           select gen_random_uuid(), d.applicant_id, 'housing_proof', 'scan', p.file_id, 'sealed',
             d.agency_id, now()
           from dossiers_paper p join dossiers_dossier d on d.id = p.dossier_id limit 1"""
    )
    database.sql(
        """insert into dossiers_spared_paper (dossier_id, key, by, fact)
           select id, 'housing_proof', 'store', 'housing_proof' from dossiers_dossier limit 1"""
    )


def fill_tables_of_verification(database: Any) -> None:
    """What the registers said: of the applicant, and of what was looked up for the dossier."""
    database.sql(
        """insert into verification_answer (question_id, answer, as_of)
           select question_id, 'match', now() from verification_request"""
    )
    database.sql(
        """insert into verification_look_up (id, case_kind, case_id, reference, register, number_kind,
             shown_number, purpose, subjects, question_id, asked_by, agency_id, state, asked_at)
           select gen_random_uuid(), 'dossier', d.id, d.code, 'business', 'tax_code', '3702345674', 'dossier',
             array[d.applicant_id], q.id, d.id, d.agency_id, 'waiting', now()
           from dossiers_dossier d, ledger_question q limit 1"""
    )
    database.sql(
        """insert into verification_looked_up_answer (question_id, register, subject, found, as_of,
             answered_at, changed)
           select question_id, register, 'index', true, now(), now(), '{}' from verification_look_up"""
    )


def fill_tables_of_cleaning(database: Any) -> None:
    """The applicant's record is reviewed: asked again, a paper seen, a correction proposed."""
    database.sql(
        """with task as (
             insert into cleaning_task (id, code, person_id, agency_id, reached_by, state, version,
               matched_before, register_says, sealed_declared, raised_at, due_at)
             select gen_random_uuid(), 'RS-230717-000000', applicant_id, agency_id, 'residence', 'proposed',
               4, false, 'no_match', 'sealed', now(), now()
             from dossiers_dossier limit 1 returning id, agency_id),
           origin as (
             insert into cleaning_origin (verification_id, task_id, case_id, noted_at)
             select v.id, task.id, v.case_id, now()
             from task, (select * from verification_request limit 1) as v),
           question as (
             insert into cleaning_question (verification_id, task_id, agency_id, purpose, is_as_declared,
               asked_at, answer)
             select gen_random_uuid(), id, agency_id, 'compare', false, now(), '' from task),
           visit as (
             insert into cleaning_visit (id, task_id, version, sealed_content, seen_by, seen_at)
             select gen_random_uuid(), id, 2, 'sealed', id, now() from task),
           proposal as (
             insert into cleaning_proposal (id, task_id, version, sealed_content, proposed_by, proposed_at,
               outcome)
             select gen_random_uuid(), id, 4, 'sealed', id, now(), '' from task)
           insert into cleaning_event (task_id, version, at, action, state, actor_kind)
           select id, 1, now(), 'raise', 'new', 'system' from task"""
    )


def fill_tables_of_slips(database: Any) -> None:
    """An apology, and a slip that was printed."""
    database.sql(
        """insert into dossiers_apology (id, dossier_id, round, about_version, sealed_reason, due_before,
             promised_at, issued_at, issued_by)
           select gen_random_uuid(), id, 1, version, 'sealed', now(), now() + interval '1 day', now(), id
           from dossiers_dossier limit 1"""
    )
    database.sql(
        """insert into dossiers_slip (id, dossier_id, kind, about_version, form, form_version, file_id,
             printed_at)
           select gen_random_uuid(), dossier_id, 'refusal', 1, 'mau', '1', file_id, now()
           from dossiers_paper limit 1"""
    )


def fill_tables_of_version_moves(database: Any) -> None:
    """A dossier that went over to another version of its procedure."""
    database.sql(
        """with move as (
             insert into dossiers_version_move (id, procedure_code, from_version, to_version, sealed_reason,
               moved_by, moved_at)
             select gen_random_uuid(), procedure_code, procedure_version, '2023-07-18', 'sealed', id, now()
             from dossiers_dossier limit 1 returning id)
           insert into dossiers_version_moved (move_id, dossier_id, version_after)
           select move.id, d.id, d.version
           from move, (select id, version from dossiers_dossier limit 1) as d"""
    )


def fill_tables_of_calendar_moves(database: Any) -> None:
    """Dossiers laid on a changed calendar."""
    database.sql(
        """insert into dossiers_calendar_move (id, since, reason, total, looked_at, later, earlier, told,
             begun_at)
           values (gen_random_uuid(), '2023-07-19', 'Nghỉ', 1, 0, 0, 0, 0, now())"""
    )


def fill_tables_of_cash(database: Any) -> None:
    """A receipt for cash, what went to the treasury, and the day closed over both."""
    database.sql(
        """with drawer as (
             select d.agency_id, f.id as fee_id
             from dossiers_dossier d join payments_fee f on f.case_id = d.id limit 1),
           series as (
             insert into payments_cash_series (agency_id, year, last) select agency_id, 2023, 1 from drawer),
           receipt as (
             insert into payments_cash_receipt (id, agency_id, officer_id, fee_id, year, number, amount_vnd,
               taken_at, day)
             select gen_random_uuid(), agency_id, fee_id, fee_id, 2023, 1, 7000, now(), '2023-07-17'
             from drawer)
           insert into payments_cash_deposit (id, agency_id, officer_id, day, amount_vnd, reference, noted_at)
           select gen_random_uuid(), agency_id, fee_id, '2023-07-17', 7000, 'KB-1', now() from drawer"""
    )
    database.sql(
        """insert into payments_cash_day (id, agency_id, officer_id, day, opening_vnd, taken_vnd,
             cancelled_vnd, deposited_vnd, counted_vnd, closed_at)
           select gen_random_uuid(), agency_id, officer_id, day, 0, 7000, 0, 7000, 0, now()
           from payments_cash_receipt"""
    )


def fill_tables_of_other_systems(database: Any) -> None:
    """A dossier that was filed at another system."""
    fill_tables_of_the_exchange(database)
    database.sql(
        """insert into dossiers_outside_code (system, code, dossier_id, noted_at, filed_at, sealed_filing)
           select 'national_portal', 'G22.99-230717-000001', id, now(), now(), 'sealed'
           from dossiers_dossier limit 1"""
    )


def fill_tables_of_reserve_numbers(database: Any) -> None:
    """A booklet with one number, entered as a dossier."""
    database.sql(
        """with batch as (
             insert into dossiers_reserve_batch (id, agency_id, first, last, printed_at, printed_by)
             select gen_random_uuid(), agency_id, 1, 1, now(), id from dossiers_dossier limit 1
             returning id, agency_id)
           insert into dossiers_reserve_number (number, batch_id, agency_id, sequence, dossier_id,
             received_at, entered_at, entered_by)
           select 'DP-H09.1-000001', batch.id, batch.agency_id, 1, d.id, now(), now(), d.id
           from batch, (select id from dossiers_dossier limit 1) as d"""
    )
    fill_tables_of_other_systems(database)


def fill_tables_of_the_post(database: Any) -> None:
    """A result on a list for the post office, and a number that was a mistake."""
    database.sql(
        """with one as (
             select id, agency_id from dossiers_dossier limit 1),
           list as (
             insert into dossiers_postal_list (id, agency_id, number, made_at, made_by)
             select gen_random_uuid(), agency_id, 1, now(), id from one returning id),
           parcel as (
             insert into dossiers_parcel (id, dossier_id, agency_id, list_id, place, sealed_address)
             select gen_random_uuid(), one.id, agency_id, list.id, 1, 'sealed' from one, list returning id),
           choice as (
             insert into dossiers_postal (dossier_id, agency_id, state, sealed_address, changed_at)
             select id, agency_id, 'listed', 'sealed', now() from one)
           insert into dossiers_withdrawn_parcel_number (id, parcel_id, number, is_standard, entered_at,
             entered_by, withdrawn_at, withdrawn_by, sealed_reason)
           select gen_random_uuid(), parcel.id, 'EB123456785VN', true, now(), one.id, now(), one.id, 'sealed'
           from parcel, one"""
    )


def fill_tables_of_clients(database: Any) -> None:
    """A system of somebody else, with a token."""
    database.sql(
        """with client as (
             insert into integration_client (id, name, operator, reason, legal_basis, purposes, per_minute,
               valid_until, secret_index, secret_made_at, created_at)
             values (gen_random_uuid(), 'Phần mềm', 'Sở', 'Đối chiếu', 'NĐ', '{statuses.read}', 60,
               now() + interval '1 day', 'index', now(), now()) returning id)
           insert into integration_access_token (token_index, client_id, purposes, issued_at, expires_at)
           select 'index', id, '{statuses.read}', now(), now() + interval '1 hour' from client"""
    )
    database.sql(
        """with event as (
             insert into integration_event (id, kind, dossier_id, dossier_code, procedure_code, agency_id,
               action, status, version, at)
             select gen_random_uuid(), 'dossier.advanced', id, code, procedure_code, agency_id, 'receive', 2,
               900, now() from dossiers_dossier limit 1 returning seq),
           subscription as (
             insert into integration_subscription (id, client_id, url, kinds, sealed_key, created_at,
               failures, next_at, last_error, paused_for)
             select gen_random_uuid(), id, 'https://example.org', '{dossier.advanced}', 'sealed', now(), 0,
               now(), '', '' from integration_client limit 1 returning id)
           insert into integration_delivery (subscription_id, event_id, attempts, next_at, last_error)
           select subscription.id, event.seq, 0, now(), '' from subscription, event"""
    )


def fill_tables_about_officers(database: Any) -> None:
    """An officer who is found by name, is about to move, and has a second factor."""
    database.sql(
        """with officer as (
             insert into agencies_officer (id, name_sealed, created_at)
             select gen_random_uuid(), 'sealed', now() returning id),
           word as (
             insert into agencies_officer_name_word (word_index, officer_id) select 'index', id from officer),
           account as (
             insert into identity_account (id, username, officer_id, password, kind, created_at,
               assurance_level, failed_attempts, disabled_reason, must_change_password, session_epoch,
               sessions_ended_for)
             select gen_random_uuid(), 'mover', id, '', 'officer', now(), 0, 0, '', false, 0, ''
             from officer returning id)
           insert into identity_transfer (id, account_id, from_agency_id, to_agency_id, effective_date,
             ordered_at)
           select gen_random_uuid(), account.id, agencies.id[1], agencies.id[2], '2023-07-20', now()
           from account, (select array_agg(id) as id from agencies_agency) as agencies"""
    )
    database.sql(
        """with factor as (
             insert into second_factor_authenticator (officer_id, last_step, failed_attempts)
             select id, 0, 0 from agencies_officer limit 1 returning officer_id)
           insert into second_factor_recovery_code (code_index, officer_id, made_at)
           select 'index', officer_id, now() from factor"""
    )
    database.sql(
        """insert into agencies_officer (id, name_sealed, created_at)
           values (gen_random_uuid(), 'sealed', now())"""
    )
    database.sql(
        """insert into agencies_delegation (id, agency_id, leader_id, deputy_id, begins_at, ends_at, basis,
             created_at, ended_for)
           select gen_random_uuid(), (select id from agencies_agency limit 1), officers.id[1],
             officers.id[2], now(), now() + interval '1 day', '', now(), ''
           from (select array_agg(id) as id from agencies_officer) as officers"""
    )


def fill_tables_of_the_exchange(database: Any) -> None:
    """A dossier that other systems hold too, a message that came in, and what an operator did."""
    database.sql(
        """with kept as (
             insert into exchange_dossier (id, creator, code, house_dossier_id, owner, agency_code,
               procedure_code, status, changes, told_version, opened_on, digest, problem, changed_at)
             select gen_random_uuid(), 'tinhso', code, id, 'tinhso', 'H09', procedure_code, 1, 1, 1,
               '2023-07-17', 'digest', '', now() from dossiers_dossier limit 1 returning id),
           change as (
             insert into exchange_change (dossier_id, origin, seq, place, after, at, sealed_parts)
             select id, 'tinhso', 1, 1, '{}', now(), 'sealed' from kept)
           insert into exchange_line (dossier_id, peer, peer_code, is_expected, acknowledged, is_agreed,
             tries, reason)
           select id, 'national_portal', 'H09-1', true, '{}', false, 0, '' from kept"""
    )
    database.sql(
        """insert into exchange_inbound (id, system, message_id, dossier_code, sequence, digest, sealed_body,
             arrived_at, state, reason, tries)
           values (gen_random_uuid(), 'national_portal', 'YC1', 'G22.99-230717-000001', 1, 'digest', 'sealed',
             now(), 'apart', '', 0)"""
    )
    database.sql(
        """insert into exchange_delay (dossier_id, peer, agency_code, waited_from, told_at)
           select id, 'national_portal', 'H09', now(), now() from exchange_dossier limit 1"""
    )
    database.sql(
        """insert into exchange_difference (id, peer, code, kind, first_seen_at)
           values (gen_random_uuid(), 'national_portal', 'H09-1', 'different', now())"""
    )
    database.sql(
        """insert into exchange_conflict (id, dossier_id, field, kept_system, kept_seq, overruled_system,
             overruled_seq, at)
           select gen_random_uuid(), id, 'telephone', 'national_portal', 1, 'tinhso', 1, now()
           from exchange_dossier limit 1"""
    )
    database.sql("insert into exchange_catch_up values ('national_portal', null, null)")
    database.sql("insert into exchange_cursor values ('old_one_stop', 1, now())")
    database.sql(
        """insert into exchange_operation (id, at, act, system, sealed_reason)
           values (gen_random_uuid(), now(), 'line.pause', 'national_portal', 'sealed')"""
    )
    database.sql(
        """insert into exchange_shown (peer, code, day, status, seen_at, is_known)
           values ('national_portal', 'H09-230717-0001', '2023-07-17', 2, now(), true)"""
    )
    database.sql("insert into exchange_scan values ('national_portal', '2023-07-17', now())")
    database.sql(
        """insert into exchange_bucket (peer, day, agency_code, dossiers_here, dossiers_there, is_stale)
           values ('national_portal', '2023-07-17', 'H09', 1, 1, true)"""
    )
