"""Committed entries are sealed, heads are kept outside, and every kind of tampering is found."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pymerkle
import pytest
from django.db import connection, transaction

from tests.foundation.audit.planting import Tamper, make_entry, set_scope, write, write_many
from tinhso.foundation.audit.canonical import canonical_bytes
from tinhso.foundation.audit.heads import append_heads, sign_head
from tinhso.foundation.audit.merkle import is_consistent, is_included, leaf_hash
from tinhso.foundation.audit.service import (
    FindingKind,
    UnableToProve,
    VerificationReport,
    entries_about,
    prove_consistency,
    prove_inclusion,
    publish_heads,
    read_heads,
    seal_pending,
    verify,
)
from tinhso.foundation.clock.service import new_id, real_now


def check(heads_file: Path, *, later: timedelta = timedelta()) -> VerificationReport:
    return verify(heads_file=heads_file, now=real_now() + later)


def kinds(report: VerificationReport) -> set[FindingKind]:
    return {finding.kind for finding in report.findings}


@pytest.mark.django_db
def test_sealed_log_is_sound_and_equals_an_independent_tree(heads_file: Path) -> None:
    for count in (1, 2, 300, 5):
        write_many(count)
        assert seal_pending(real_now(), batch=100) == count

    report = check(heads_file)
    set_scope("system")
    peer = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in reversed(entries_about(UUID(int=1), limit=1_000)):
        peer.append_entry(canonical_bytes(entry))

    assert report.findings == ()
    assert (report.leaves, report.waiting, report.inside_heads, report.outside_heads) == (308, 0, 6, 6)
    assert [head.size for head in read_heads(heads_file)] == [1, 3, 103, 203, 303, 308]
    assert all(head.root == peer.get_root(head.size) for head in read_heads(heads_file))


@pytest.mark.django_db
def test_sealing_nothing_signs_nothing(heads_file: Path) -> None:
    assert seal_pending(real_now()) == 0
    assert not heads_file.exists()
    assert check(heads_file).is_sound


@pytest.mark.django_db
def test_sealing_leaves_the_scope_as_it_was(heads_file: Path) -> None:
    set_scope("citizen", UUID(int=5))
    write_many(1)
    seal_pending(real_now())

    with connection.cursor() as cursor:
        cursor.execute("select current_setting('tinhso.scope', true)")
        assert cursor.fetchone() == ("citizen",)


@pytest.mark.django_db
def test_entry_waiting_too_long_is_found(heads_file: Path) -> None:
    write_many(3)

    assert check(heads_file).waiting == 3
    assert check(heads_file).is_sound
    assert kinds(check(heads_file, later=timedelta(seconds=61))) == {FindingKind.NEVER_SEALED}


@pytest.mark.django_db
def test_inclusion_is_proved_to_an_outsider(heads_file: Path) -> None:
    entries = sorted(write_many(700), key=lambda entry: entry.id)
    seal_pending(real_now(), batch=400)

    for place in (0, 255, 256, 511, 699):
        proof = prove_inclusion(entries[place].id)
        assert proof.head in read_heads(heads_file)
        assert proof.head.is_signed()
        assert is_included(
            leaf_hash(proof.content), proof.index, proof.head.size, list(proof.path), proof.head.root
        )
        assert not is_included(
            leaf_hash(proof.content + b" "), proof.index, proof.head.size, list(proof.path), proof.head.root
        )


@pytest.mark.django_db
def test_consistency_is_proved_between_heads(heads_file: Path) -> None:
    for count in (3, 300, 260):
        write_many(count)
        seal_pending(real_now())

    for old, new in ((3, 303), (3, 563), (303, 563), (563, 563)):
        proof = prove_consistency(old_size=old, new_size=new)
        assert is_consistent(old, new, proof.old.root, proof.new.root, list(proof.path))
    with pytest.raises(UnableToProve):
        prove_consistency(old_size=4)


@pytest.mark.django_db
def test_entry_not_sealed_yet_cannot_be_proved(heads_file: Path) -> None:
    (entry,) = write_many(1)

    with pytest.raises(UnableToProve):
        prove_inclusion(entry.id)


@pytest.mark.django_db
def test_head_lost_by_a_crash_is_published_by_the_next_call(heads_file: Path) -> None:
    write_many(2)
    seal_pending(real_now())
    write_many(2)
    seal_pending(real_now())
    kept = heads_file.read_bytes()
    first_line = kept.index(b"\n") + 1
    heads_file.write_bytes(kept[: first_line + 20])

    assert seal_pending(real_now()) == 0
    assert heads_file.read_bytes() == kept
    assert publish_heads(heads_file) == 0


@pytest.fixture
def sealed_log(tamper: Tamper, heads_file: Path) -> Tamper:
    """600 committed entries under three heads."""
    for _ in range(3):
        write_many(200)
        seal_pending(real_now())
    assert check(heads_file).is_sound
    return tamper


def test_sealing_inside_another_transaction_is_refused(sealed_log: Tamper) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        seal_pending(real_now())


CHANGES: dict[str, tuple[str, FindingKind]] = {
    "detail changed": (
        "update audit_entry set details = '{\"number\": 999}' where details->>'number' = '5'",
        FindingKind.ENTRY_CHANGED,
    ),
    "actor changed": (
        "update audit_entry set actor_id = null where id = (select entry_id from audit_leaf where seq = 17)",
        FindingKind.ENTRY_CHANGED,
    ),
    "moment moved by a microsecond": (
        "update audit_entry set at = at + interval '1 microsecond'"
        " where id = (select entry_id from audit_leaf where seq = 599)",
        FindingKind.ENTRY_CHANGED,
    ),
    "subject removed": (
        "update audit_entry set subjects = '{}' where id = (select entry_id from audit_leaf where seq = 300)",
        FindingKind.ENTRY_CHANGED,
    ),
    "hidden without right": (
        "update audit_entry set hidden_until = '2099-01-01', hidden_basis = 'x'"
        " where id = (select entry_id from audit_leaf where seq = 0)",
        FindingKind.ENTRY_CHANGED,
    ),
    "entry deleted": (
        "delete from audit_entry where id = (select entry_id from audit_leaf where seq = 42)",
        FindingKind.ENTRY_MISSING,
    ),
    "entry and leaf deleted": (
        "with gone as (delete from audit_leaf where seq = 42 returning entry_id)"
        " delete from audit_entry where id in (select entry_id from gone)",
        FindingKind.GAP,
    ),
    "two leaves swapped": (
        "update audit_leaf a set entry_id = b.entry_id, leaf_hash = b.leaf_hash"
        " from audit_leaf b where (a.seq, b.seq) in ((10, 11), (11, 10))",
        FindingKind.ROOT_DIFFERS,
    ),
    "leaf hash changed": (
        "update audit_leaf set leaf_hash = decode(repeat('00', 32), 'hex') where seq = 7",
        FindingKind.ENTRY_CHANGED,
    ),
    "kept subtree changed": (
        "update audit_subtree set hash = decode(repeat('00', 32), 'hex') where position = 0",
        FindingKind.SUBTREE_CHANGED,
    ),
    "root in a head changed": (
        "update audit_tree_head set root = decode(repeat('00', 32), 'hex') where size = 400",
        FindingKind.HEAD_CHANGED,
    ),
    "frontier changed": (
        "update audit_tree_head set frontier = decode(repeat('00', 96), 'hex') where size = 600",
        FindingKind.ROOT_DIFFERS,
    ),
    "signature changed": (
        "update audit_tree_head set signature = decode(repeat('00', 64), 'hex') where size = 200",
        FindingKind.SIGNATURE_WRONG,
    ),
    "head deleted": ("delete from audit_tree_head where size = 200", FindingKind.HEAD_MISSING),
    "tail cut off with its head": (
        "with tail as (delete from audit_leaf where seq >= 400 returning entry_id),"
        " entries as (delete from audit_entry where id in (select entry_id from tail))"
        " delete from audit_tree_head where size = 600",
        FindingKind.LOG_CUT,
    ),
    "leaf added behind the last head": (
        "insert into audit_leaf values (600, gen_random_uuid(), decode(repeat('00', 32), 'hex'))",
        FindingKind.LEAVES_WITHOUT_HEAD,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_tampering_by_the_owner_is_found(change: str, sealed_log: Tamper, heads_file: Path) -> None:
    if change == "two leaves swapped":
        sealed_log("alter table audit_leaf drop constraint audit_leaf_entry_id_key")
    try:
        sealed_log(CHANGES[change][0])
        report = check(heads_file)
    finally:
        if change == "two leaves swapped":
            sealed_log("truncate audit_leaf")
            sealed_log("alter table audit_leaf add constraint audit_leaf_entry_id_key unique (entry_id)")

    assert CHANGES[change][1] in kinds(report)
    assert not report.is_sound


ONE_BATCH = "insert into audit_pending select id from audit_entry order by id offset %s limit %s"


def rebuild(tamper: Tamper, statement: str) -> None:
    """An insider with the signing key changes the past, then builds and signs the whole tree anew."""
    with connection.cursor() as cursor:
        cursor.execute("select size from audit_tree_head order by size")
        sizes = [row[0] for row in cursor.fetchall()]
    tamper(statement)
    tamper("truncate audit_leaf, audit_subtree, audit_tree_head")
    before = 0
    for size in sizes:
        tamper(ONE_BATCH, before, size - before)
        seal_pending(real_now())
        before = size


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set purpose = 'khác' where id = (select entry_id from audit_leaf where seq = 3)",
        "insert into audit_entry select '01000000-0000-7000-8000-000000000000', at, recorded_at, actor_kind,"
        " actor_id, agency_id, action, object_kind, object_id, subjects, purpose, legal_basis, outcome,"
        " details, trace_id, hidden_until, hidden_basis from audit_entry limit 1",
    ],
    ids=["changed", "back-dated entry inserted"],
)
def test_tree_built_anew_passes_inside_and_fails_against_the_outside_heads(
    statement: str, sealed_log: Tamper, heads_file: Path, tmp_path: Path, settings: object
) -> None:
    settings.TINHSO_TREE_HEADS_FILE = tmp_path / "insider.jsonl"  # type: ignore[attr-defined]
    rebuild(sealed_log, statement)

    deceived = check(tmp_path / "insider.jsonl", later=timedelta(seconds=-1))
    honest = check(heads_file, later=timedelta(seconds=-1))

    assert not kinds(deceived) & {
        FindingKind.ROOT_DIFFERS,
        FindingKind.ENTRY_CHANGED,
        FindingKind.SIGNATURE_WRONG,
    }
    assert {FindingKind.ROOT_DIFFERS, FindingKind.HEAD_CHANGED} <= kinds(honest)


def test_log_without_outside_heads_proves_nothing_and_says_so(sealed_log: Tamper, heads_file: Path) -> None:
    heads_file.unlink()

    assert FindingKind.NO_OUTSIDE_HEADS in kinds(check(heads_file))


def _cut_middle(file: Path) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[2])


def _swap(file: Path) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[1] + lines[0] + lines[2])


def _damage(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"size"', b'"sise"', 1))


def _forge(file: Path) -> None:
    head = read_heads(file)[-1]
    file.write_bytes(b"")
    append_heads(file, [sign_head(size=head.size, root=bytes(32), at=head.at)])


@pytest.mark.parametrize(
    ("harm", "kind"),
    [
        (_cut_middle, FindingKind.HEAD_UNPUBLISHED),
        (_swap, FindingKind.HEADS_UNREADABLE),
        (_damage, FindingKind.HEADS_UNREADABLE),
        (_forge, FindingKind.ROOT_DIFFERS),
    ],
)
def test_harmed_outside_file_is_found(
    harm: Callable[[Path], None], kind: FindingKind, sealed_log: Tamper, heads_file: Path
) -> None:
    harm(heads_file)

    assert kind in kinds(check(heads_file))


def test_head_signed_with_another_key_is_found(sealed_log: Tamper, heads_file: Path, tmp_path: Path) -> None:
    from tinhso.foundation.crypto.service import create_keys

    create_keys(tmp_path / "other")
    report = verify(
        heads_file=heads_file, now=real_now(), public_pem=(tmp_path / "other" / "signing.pub").read_bytes()
    )

    assert FindingKind.SIGNATURE_WRONG in kinds(report)


def test_only_one_sequencer_works_at_a_time(sealed_log: Tamper, heads_file: Path, owner_url: str) -> None:
    import psycopg

    write(make_entry(id=new_id()))
    with psycopg.connect(owner_url) as other:
        other.execute("select pg_advisory_xact_lock(6962)")
        assert seal_pending(real_now()) == 0
    assert seal_pending(real_now()) == 1
    assert check(heads_file).is_sound


def test_entry_committed_late_is_sealed_by_the_next_round(sealed_log: Tamper, heads_file: Path) -> None:
    """An id made before its neighbours but committed after them is not lost."""
    early = make_entry(id=new_id())
    write(make_entry(id=new_id()))
    assert seal_pending(real_now()) == 1
    write(early)
    assert seal_pending(real_now()) == 1
    assert check(heads_file).is_sound
