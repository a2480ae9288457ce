"""One running delegation: the head of the busiest ward's police lets the second specialist approve."""

import hashlib
from datetime import datetime, timedelta

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import claim_key, unit_of_work
from tinhso.registers.agencies.service import delegate, demonstration_posts
from tinhso.sites.demonstration.officers import TRACE

_WARD, _LEADER, _DEPUTY = "25747", "leader", "specialist-2"
_LASTS = timedelta(days=14)


def delegate_once(*, now: datetime) -> bool:
    """Give it from ``now`` for two weeks; False when it was given before, also if it was ended since."""
    posts = {
        post.post: post.officer_id
        for post in demonstration_posts()
        if post.agency.kind == "commune_police" and post.agency.unit_code == _WARD
    }
    key = f"demonstration:delegation:{_WARD}"
    mark, actor = new_id(), system_actor(TRACE)
    with unit_of_work(actor=actor, now=now) as work:
        digest = hashlib.sha256(key.encode()).digest()
        if claim_key(work, key=key, request_digest=digest, result_id=mark) != mark:
            return False
        delegate(
            leader_id=posts[_LEADER],
            deputy_id=posts[_DEPUTY],
            begins_at=now,
            ends_at=now + _LASTS,
            basis="Giấy ủy quyền số 07/GUQ-CAP (trình diễn)",
            actor=actor,
            now=now,
        )
    return True
