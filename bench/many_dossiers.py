"""Many dossiers of many agencies, put straight into the tables as the code would leave them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from bench.house import House
from tinhso.foundation.postgres.service import DATABASE

PROCEDURE = "1.004194"
_FAMILIES = (
    ("Nguyễn",) * 38 + ("Trần",) * 12 + ("Lê",) * 10 + ("Phạm",) * 8 + ("Huỳnh", "Võ", "Đặng", "Bùi") * 8
)
_MIDDLES = ("Thị", "Văn", "Thị Ngọc", "Minh", "Quốc", "Thanh", "Hữu", "Thị Kim", "Đức", "Hoàng")
_GIVEN = [
    "Hoa",
    "Hòa",
    "Hương",
    "Huyền",
    "Hạnh",
    "Hải",
    "Hùng",
    "Hiếu",
    "Hằng",
    "Ánh",
    "An",
    "Anh",
    "Bình",
    "Bảo",
    "Châu",
    "Chi",
    "Cường",
    "Dung",
    "Dũng",
    "Duy",
    "Đạt",
    "Giang",
    "Hà",
    "Khánh",
    "Khoa",
    "Khôi",
    "Lan",
    "Linh",
    "Loan",
    "Long",
    "Mai",
    "Minh",
    "My",
    "Nam",
    "Nga",
    "Ngân",
    "Nghĩa",
    "Ngọc",
    "Nhi",
    "Nhung",
    "Oanh",
    "Phong",
    "Phúc",
    "Phương",
    "Quân",
    "Quang",
    "Quyên",
    "Sơn",
    "Tâm",
    "Tân",
    "Thảo",
    "Thắng",
    "Thư",
    "Thủy",
    "Tiến",
    "Trang",
    "Trinh",
    "Tú",
    "Tuấn",
    "Tuyết",
    "Uyên",
    "Vân",
    "Việt",
    "Vy",
    "Xuân",
    "Yến",
]
_QUEUES = (
    # queue, state, status, role of the open task, share
    ("closed", "delivered", 10, "", 60),
    ("to_receive", "submitted", 1, "reception_officer", 5),
    ("to_process", "processing", 4, "specialist", 25),
    ("to_approve", "drafted", 4, "leader", 3),
    ("to_deliver", "done", 9, "reception_officer", 3),
    ("waiting_citizen", "waiting_supplement", 5, "", 4),
)
_PEOPLE = 20_000
_AT_ONCE = 50_000


@dataclass(slots=True, kw_only=True)
class ManyDossiers:
    """Fills the house up to any number of dossiers, evenly over its agencies."""

    house: House
    agencies: Sequence[UUID]
    codes: Sequence[str]
    now: datetime
    people: list[UUID] = field(default_factory=list)
    count: int = 0

    def fill_up_to(self, count: int) -> None:
        """More dossiers until there are ``count``, and what autovacuum would have done by then."""
        with psycopg.connect(self.house.cluster.url("tinhso_admin", DATABASE)) as connection:
            connection.execute("set session_replication_role = replica")  # the rows are whole as they come
            if not self.people:
                self._people(connection)
            while self.count < count:
                self._portion(connection, min(_AT_ONCE, count - self.count))
            connection.commit()
        self.house.administer("vacuum analyze", "checkpoint")

    def _people(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        from tinhso.foundation.clock.service import new_id
        from tinhso.foundation.crypto.service import blind_index

        self.people = [new_id() for _ in range(_PEOPLE)]
        with connection.cursor().copy(
            "copy people_person (id, personal_id_index, personal_id_sealed, origins, created_at, updated_at)"
            " from stdin"
        ) as copy:
            for number, person in enumerate(self.people):
                index = blind_index(f"079{number:09d}", kind="personal_id")
                copy.write_row((person, index, b"sealed", "{}", self.now, self.now))

    def _portion(self, connection: psycopg.Connection[tuple[object, ...]], count: int) -> None:
        connection.execute("drop table if exists one_portion")
        connection.execute(_PORTION)
        with connection.cursor().copy("copy one_portion from stdin") as copy:
            for row in self._rows(count):
                copy.write_row(row)
        for statement in _SPREAD:
            connection.execute(statement)
        self.count += count

    def _rows(self, count: int) -> Iterator[tuple[object, ...]]:
        from tinhso.foundation.crypto.service import name_words_index, seal_text

        chance = random.Random(self.count)
        kinds = [kind for kind in _QUEUES for _ in range(kind[4])]
        sealed_answers = chance.randbytes(400)
        words: dict[str, list[bytes]] = {}
        for number in range(self.count, self.count + count):
            queue, state, status, role, _ = kinds[number // len(self.agencies) % len(kinds)]
            submitted = self.now - timedelta(minutes=chance.randrange(1, 60 * 24 * (365 if not role else 10)))
            due = submitted + timedelta(days=chance.randrange(3, 15)) if queue != "to_receive" else None
            dossier = _id_at(submitted, chance)
            name = f"{chance.choice(_FAMILIES)} {chance.choice(_MIDDLES)} {chance.choice(_GIVEN)}"
            if name not in words:
                words[name] = name_words_index(name)
            place = number % len(self.agencies)
            tail = f"{submitted:%y%m%d}-{number // len(self.agencies):05d}"
            yield (
                dossier, self.agencies[place], f"{self.codes[place]}-{tail}", tail[::-1],
                self.people[chance.randrange(_PEOPLE)], state, status, queue, role, sealed_answers,
                seal_text(name, owner=dossier, field="dossiers_dossier.sealed_applicant_name"),
                submitted, due, words[name], "match" if chance.random() < 0.9 else "pending",
            )  # fmt: skip


def _id_at(moment: datetime, chance: random.Random) -> UUID:
    """As the clock makes them: a UUID of version 7 of that moment."""
    value = int(moment.timestamp() * 1000) << 80 | chance.getrandbits(80)
    return UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


_PORTION = """
create temp table one_portion (id uuid, agency uuid, code text, tail text, applicant uuid, state text,
  status smallint, queue text, role text, answers bytea, name bytea, submitted timestamptz, due timestamptz,
  words bytea[], checked text)"""

_SPREAD = (
    f"""insert into dossiers_dossier (id, code, owner_system, procedure_code, procedure_version, case_key,
          channel, agency_id, applicant_id, status, state, version, sealed_answers, sealed_applicant_name,
          fee_state, fee_amount, check_state, submitted_at, received_at, first_due_at, due_at,
          supplement_rounds)
        select id, code, 'tinhso', '{PROCEDURE}', (select max(version) from catalogue_procedure
            where code = '{PROCEDURE}'), 'online', 'online', agency, applicant, status, state, 4, answers,
          name, 'none', 0, checked, submitted, submitted, due, due, 0 from one_portion""",
    """insert into authority_access (case_id, agency_id, case_kind, basis, granted_at)
       select id, agency, 'dossier', 'task', submitted from one_portion""",
    """insert into dossiers_event (dossier_id, version, at, action, from_status, status, state, actor_kind)
       select id, step, submitted + step * interval '1 hour',
         (array['submit', 'receive', 'hand_over', 'draft'])[step], 1, status, state, 'officer'
       from one_portion, generate_series(1, 4) as step""",
    """insert into process_task (id, case_kind, case_id, agency_id, role, key, name, opened_at, due_at,
         completed_at, outcome)
       select gen_random_uuid(), 'dossier', id, agency, 'reception_officer', 'receive', 'Tiếp nhận',
         submitted, due, submitted, 'receive' from one_portion where queue <> 'to_receive'
       union all
       select gen_random_uuid(), 'dossier', id, agency, role, queue, 'Việc', submitted, due, null, ''
       from one_portion where role <> ''""",
    """insert into dossiers_name_word (agency_id, word_index, dossier_id)
       select distinct agency, word, id from one_portion, unnest(words) as word""",
    """insert into dossiers_worklist (dossier_id, agency_id, queue, due_at, sort_at, is_unverified, code_tail,
         apology_due_at)
       select id, agency, queue, due, coalesce(due, submitted), checked <> 'match' and queue <> 'closed',
         tail, case when status = 4 then due end from one_portion""",
)
