"""What changed between two versions, in words a reviewer can read."""

import dataclasses
from collections.abc import Iterator

from tinhso.foundation.process.service import Duration
from tinhso.registers.catalogue.types import Change, ProcedureVersion

_NAMES = {
    "title": "Tên thủ tục",
    "audience": "Đối tượng thực hiện",
    "introduction": "Lời giới thiệu",
    "valid_from": "Ngày có hiệu lực",
    "valid_to": "Ngày hết hiệu lực",
    "version": "Tên phiên bản",
    "lead": "Cơ quan chủ trì",
    "further": "Cơ quan phối hợp",
    "explanation": "Giải thích về cơ quan",
    "amount_vnd": "Mức lệ phí (đồng)",
    "when": "Điều kiện",
    "duration": "Thời hạn giải quyết",
    "notes": "Ghi chú",
    "also_called": "Tên gọi khác",
    "cut_off": "Giờ chốt nhận hồ sơ",
    "label": "Tên mục",
    "hint": "Gợi ý",
    "type": "Kiểu mục",
    "required": "Bắt buộc",
    "locked": "Lấy từ cơ sở dữ liệu",
    "prefill": "Nguồn điền sẵn",
    "pattern": "Mẫu chữ",
    "needed": "Khi nào cần",
    "forms": "Dạng giấy tờ",
    "waived_when": "Khi nào không phải nộp",
    "hours": "Số giờ",
    "who": "Người thực hiện",
    "role": "Vai trò",
    "status": "Trạng thái quốc gia",
    "clock": "Đồng hồ thời hạn",
    "timer": "Thời hạn chờ",
    "guards": "Điều kiện của thao tác",
    "as_of": "Thời điểm của nguồn",
    "verified": "Đã xác minh",
    "source": "Nguồn",
    "note": "Ghi chú",
    "name": "Tên",
    "form": "Mẫu",
    "code": "Mã",
}
_KEYS = ("key", "kind", "value", "instrument", "fact", "task")


def differences(before: ProcedureVersion, after: ProcedureVersion) -> Iterator[Change]:
    """Changes in the order of the file; members of a list are matched by their key, not their place."""
    yield from _compare("", _plain(before), _plain(after))


def _plain(version: ProcedureVersion) -> dict[str, object]:
    plain = dataclasses.asdict(version)
    del plain["digest"]
    return plain


def _compare(path: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    if _is_duration(before) or _is_duration(after):
        yield _changed(path, before, after)
    elif isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from _compare(f"{path}.{key}" if path else key, before.get(key), after.get(key))
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        yield from _compare_lists(path, list(before), list(after))
    else:
        yield _changed(path, before, after)


def _compare_lists(path: str, before: list[object], after: list[object]) -> Iterator[Change]:
    if all(isinstance(member, str) for member in (*before, *after)):
        yield from (_gone(path, member) for member in before if member not in after)
        yield from (_new(path, member) for member in after if member not in before)
        return
    old, new = _by_key(before), _by_key(after)
    if old is None or new is None:
        yield _changed(path, before, after)
        return
    for key, member in old.items():
        if key not in new:
            yield _gone(f"{path}[{key}]", member)
    for key, member in new.items():
        if key not in old:
            yield _new(f"{path}[{key}]", member)
        else:
            yield from _compare(f"{path}[{key}]", old[key], member)
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old]:
        yield _changed(f"{path} (thứ tự)", kept, [key for key in new if key in old])


def _by_key(members: list[object]) -> dict[str, object] | None:
    """Members by the first key that all of them have; None where they have none or share one."""
    for name in _KEYS:
        if members and all(isinstance(member, dict) and member.get(name) for member in members):
            found: dict[str, object] = {
                str(member[name]): member for member in members if isinstance(member, dict)
            }
            return found if len(found) == len(members) else None
    return {} if not members else None


def _is_duration(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"amount", "unit"}


def _changed(path: str, before: object, after: object) -> Change:
    text = f"{_name(path)}: “{_text(before)}” → “{_text(after)}”"
    return Change(path=path, kind="changed", before=_text(before), after=_text(after), text_vi=text)


def _gone(path: str, member: object) -> Change:
    text = f"Bỏ {_title(member)} ({path})"
    return Change(path=path, kind="removed", before=_text(member), after="", text_vi=text)


def _new(path: str, member: object) -> Change:
    text = f"Thêm {_title(member)} ({path})"
    return Change(path=path, kind="added", before="", after=_text(member), text_vi=text)


def _name(path: str) -> str:
    last = path.rsplit(".", 1)[-1]
    return f"{_NAMES[last]} ({path})" if last in _NAMES else path


def _title(member: object) -> str:
    if isinstance(member, dict):
        for name in ("label", "name", "title", "instrument", "key"):
            if member.get(name):
                return f"“{member[name]}”"
    return f"“{_text(member)}”"


def _text(value: object) -> str:
    if value is None or value == "" or value == () or value == []:
        return "không có"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dict) and _is_duration(value):
        return Duration(value["amount"], value["unit"]).text
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items() if item not in (None, "", ()))
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value)
    return str(value)
