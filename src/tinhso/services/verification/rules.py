"""Rules of asking: when two questions are one, and how a name is taken apart. Pure."""

from __future__ import annotations

from tinhso.services.verification.types import PersonFacts


def question_key(facts: PersonFacts, *, asked_by: str, service_code: str) -> str:
    """Equal for equal questions of one asker for one service.

    The register answers, permits and logs by officer and service, so another asker's question is
    another question. Case and blanks in a name do not make a new one, accents do.
    """
    name = " ".join(facts.full_name.casefold().split())
    parts = (facts.personal_id, name, facts.birth.iso, facts.sex or "", asked_by, service_code)
    return "\x1f".join(parts)


def name_parts(full_name: str) -> tuple[str, str, str]:
    """Họ, chữ đệm, tên of a name as the register wants them: first word, the middle, last word.

    A name of one word is a given name only. Which words belong to a compound family name cannot be
    known from the text; the register compares the parts joined.
    """
    words = full_name.split()
    if len(words) == 1:
        return "", "", words[0]
    return words[0], " ".join(words[1:-1]), words[-1]
