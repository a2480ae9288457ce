"""What people read about the interface: the document itself, and the same as a page with examples."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.foundation.authority.service import ClientPurpose
from tinhso.services.integration.service import EVENT_NAMES, PURPOSE_NAMES, EventKind
from tinhso.sites.open_api.document import document


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The document as people read it, in Vietnamese."""
    made = document()
    base = settings.TINHSO_PUBLIC_URL.rstrip("/")
    context = {
        "introduction": made["info"]["description"],
        "purposes": [(purpose.value, PURPOSE_NAMES[purpose]) for purpose in ClientPurpose],
        "events": [(kind.value, EVENT_NAMES[kind], _WHEN[kind]) for kind in EventKind],
        "look_up_event": _LOOK_UP_EVENT,
        "groups": _groups(made, base),
        "base": base,
    }
    return render(request, "open_api/documentation.html", context)


_WHEN = {
    EventKind.DOSSIER_SUBMITTED: "Đến mọi hệ thống có cơ quan tham gia hồ sơ.",
    EventKind.DOSSIER_ADVANCED: "Đến mọi hệ thống có cơ quan tham gia hồ sơ.",
    EventKind.LOOK_UP_ANSWERED: "Báo một lần, ngay khi hỏi hoặc về sau: found, not_found, hoặc not_permitted "
    "nếu cơ sở dữ liệu không cho phép. Còn waiting thì chưa báo.",
    EventKind.LOOK_UP_CHANGED: "Báo mỗi lần đổi, về lần tra cứu gần nhất của hệ thống cho hồ sơ ấy; câu trả "
    "lời cũ vẫn giữ nguyên, muốn biết điều mới thì tra cứu lại.",
}
_LOOK_UP_EVENT = """{"cursor": 42, "id": "01896193-7100-70a6-978f-fc46ebecc9c0", "type": "look_up.answered",
 "at": "2023-07-17T03:00:00Z", "dossier": null,
 "look_up": {"id": "01896193-7100-70a6-978f-fc46ebecc9be", "dossier": "H09.34.2-230717-0001",
  "register": "budget", "state": "found", "asked_at": "2023-07-17T02:57:00Z",
  "answered_at": "2023-07-17T03:00:00Z", "as_of": "2023-07-16T17:00:00Z"}}"""


def _groups(made: dict[str, Any], base: str) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_route(path, method, operation, made, base))
    return [{"name": name, "routes": routes} for name, routes in sorted(groups.items(), key=_order)]


def _order(group: tuple[str, Any]) -> int:
    order = ("Vào cửa", "Danh mục", "Hồ sơ", "Tra cứu", "Sự kiện và thông báo")
    return order.index(group[0]) if group[0] in order else len(order)


def _route(
    path: str, method: str, operation: dict[str, Any], made: dict[str, Any], base: str
) -> dict[str, Any]:
    good = next(status for status in operation["responses"] if status < "300")
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": [
            {
                "name": each["name"],
                "place": _PLACES[each["in"]],
                "kind": _kind(each["schema"]),
                "text": each.get("description", ""),
                "required": each.get("required", False),
            }
            for each in operation.get("parameters", [])
        ],
        "body": _members(operation.get("requestBody", {}), made),
        "answer": _members(operation["responses"][good], made),
        "refusals": [
            (status, answer["description"])
            for status, answer in operation["responses"].items()
            if status >= "400"
        ],
        "example": _example(path, method, operation, base),
    }


_PLACES = {"path": "trong địa chỉ", "query": "sau dấu hỏi", "header": "tiêu đề"}


def _members(answer: dict[str, Any], made: dict[str, Any]) -> list[dict[str, str]]:
    content = answer.get("content", {}).get("application/json")
    if content is None:
        return []
    schema = _resolved(content["schema"], made)
    return [
        {"name": name, "kind": _kind(each), "text": str(each.get("description", ""))}
        for name, each in schema.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = made["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def _kind(schema: dict[str, Any]) -> str:
    """A type as it is read: ``uuid``, ``Step[]``, ``date-time hoặc null``."""
    if "anyOf" in schema:
        return " hoặc ".join(_kind(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}[]"
    return str(schema.get("format") or schema.get("type", ""))


_SAMPLES = {
    "code": "1.004194",
    "version": "2023-06-01",
    "webhook_id": "01896193-7100-70a6-978f-fc46ebecc9bd",
    "look_up_id": "01896193-7100-70a6-978f-fc46ebecc9be",
}

_BODIES = {
    "create_webhook": '{"url": "https://vidu.vn/nhan", "events": ["dossier.advanced", "look_up.answered"]}',
    "create_look_up": '{"dossier": "H09.34.2-230717-0001", "register": "budget", "number": "1070001", '
    '"officer": "01896193-7100-70a6-978f-fc46ebecc9bf"}',
}


def _example(path: str, method: str, operation: dict[str, Any], base: str) -> str:
    if operation["operationId"] == "issue_token":
        return (
            f"curl -u MÃ:KHÓA -d grant_type=client_credentials {base}{path}\n"
            '{"access_token": "…", "token_type": "Bearer", "expires_in": 1800, "scope": "statuses.read"}'
        )
    address = path
    samples = _SAMPLES | ({"code": "H09.34.2-230717-0001"} if "/dossiers" in path else {})
    for name, sample in samples.items():
        address = address.replace(f"{{{name}}}", sample)
    words = [f'curl -H "Authorization: Bearer $TOKEN" {base}{address}']
    if method != "get":
        words.insert(1, f"-X {method.upper()}")
    if body := _BODIES.get(operation["operationId"]):
        words.append("-H 'Idempotency-Key: yeu-cau-1' -H 'Content-Type: application/json'")
        words.append(f"-d '{body}'")
    return " ".join(words)
