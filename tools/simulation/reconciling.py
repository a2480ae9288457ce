"""The reconciliation of two simulated systems, by the digest trees of the engine."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.engines.sync.service import Bucket, Core, DigestTree, Dossier, DossierKey, differences


def doubts(
    one: Core, held: Mapping[DossierKey, Dossier], other: Core, there: Mapping[DossierKey, Dossier]
) -> list[DossierKey]:
    """The dossiers that the trees of two systems show to differ."""
    return [difference.key for difference in differences(_tree(one, held), _tree(other, there))]


def _tree(core: Core, dossiers: Mapping[DossierKey, Dossier]) -> DigestTree:
    buckets: dict[Bucket, dict[DossierKey, str]] = {}
    for key, dossier in dossiers.items():
        if dossier.replica.owner:
            bucket = Bucket(dossier.log[key.creator][0].at.date(), dossier.replica.owner)
            buckets.setdefault(bucket, {})[key] = core.digest(dossier.replica)
    tree = DigestTree()
    for bucket, digests in buckets.items():
        tree.put(bucket, digests)
    return tree
