"""The OpenAPI document: what the routes say of themselves, with what the library cannot say.

Refusals are problems of RFC 9457, purposes are scopes, and the token's own address is written down here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tinhso.foundation.authority.service import ClientPurpose
from tinhso.services.integration.service import PURPOSE_NAMES
from tinhso.sites.open_api.interface import LONGEST_BODY, OAuth2, api

PREFIX = "/api/v1/"
_PROBLEM = "application/problem+json"
_TOO_MANY = {"Retry-After": {"description": "Số giây phải chờ.", "schema": {"type": "integer", "minimum": 1}}}
_NOT_LET_IN = {"WWW-Authenticate": {"schema": {"type": "string"}}}
_REASONS = {
    "400": "Không đọc được",
    "401": "Thiếu mã truy cập, hoặc mã đã hết hạn",
    "403": "Mã truy cập không có mục đích này",
    "404": "Không có, hoặc ngoài thỏa thuận",
    "409": "Chưa thực hiện được",
    "413": f"Nội dung gửi lên dài quá {LONGEST_BODY} byte",
    "422": "Có tham số chưa đúng",
    "429": "Hỏi quá số lần đã thỏa thuận",
    "200": "Được",
    "201": "Đã lập",
    "204": "Đã xong",
}
_INTRODUCTION = (
    "Giao diện của Tỉnh Số cho hệ thống của nơi khác. Mỗi hệ thống có một thỏa thuận: đơn vị vận hành, "
    "mục đích, cơ quan, thời hạn, số lần hỏi mỗi phút. Lấy mã truy cập bằng mã và khóa của hệ thống "
    "(OAuth 2.0 client credentials), rồi gửi mã đó trong mỗi yêu cầu. Thời điểm theo RFC 3339, lỗi theo "
    "RFC 9457."
)


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The document, made once in a process."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    made["info"] = {
        "title": api.title,
        "version": "1.0",
        "description": _INTRODUCTION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    made.pop("servers", None)
    for path in made["paths"].values():
        for operation in path.values():
            _say_refusals(operation)
    made["paths"][f"{PREFIX}token"] = {"post": _TOKEN}
    made["components"]["securitySchemes"] = {OAuth2.__name__: _SECURITY}
    return made


def _say_refusals(operation: dict[str, Any]) -> None:
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    for status, answer in answers.items():
        answer["description"] = _REASONS.get(status, answer["description"])
        content = answer.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            answer["content"] = {_PROBLEM: content["application/json"]}
    answers["401"]["headers"] = _NOT_LET_IN
    answers["429"]["headers"] = _TOO_MANY
    operation["responses"] = answers


_SECURITY = {
    "type": "oauth2",
    "description": "Client credentials. Mã truy cập sống 30 phút; ngừng kết nối thì mã hết giá trị ngay.",
    "flows": {
        "clientCredentials": {
            "tokenUrl": f"{PREFIX}token",
            "scopes": {purpose.value: PURPOSE_NAMES[purpose] for purpose in ClientPurpose},
        }
    },
}
_OAUTH_ERROR = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": {"type": "string"},
                "error_description": {"type": "string"},
                "error_uri": {"type": "string"},
            },
        }
    }
}
_TOKEN: dict[str, Any] = {
    "operationId": "issue_token",
    "summary": "Lấy mã truy cập",
    "description": "OAuth 2.0 client credentials (RFC 6749, 4.4). Mã và khóa của hệ thống đặt trong "
    "tiêu đề Basic hoặc trong biểu mẫu. scope là các mục đích cách nhau bằng dấu cách; không ghi thì được "
    "mọi mục đích đã thỏa thuận.",
    "tags": ["Vào cửa"],
    "security": [],
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": ["client_credentials"]},
                        "client_id": {"type": "string", "maxLength": 200},
                        "client_secret": {"type": "string", "maxLength": 200},
                        "scope": {"type": "string", "maxLength": 200},
                    },
                }
            }
        },
    },
    "responses": {
        "200": {
            "description": "Mã truy cập",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["access_token", "token_type", "expires_in", "scope"],
                        "properties": {
                            "access_token": {"type": "string"},
                            "token_type": {"type": "string", "enum": ["Bearer"]},
                            "expires_in": {"type": "integer", "description": "Giây."},
                            "scope": {"type": "string"},
                        },
                    }
                }
            },
        },
        "400": {
            "description": "Yêu cầu chưa đúng, hoặc mục đích không có trong thỏa thuận",
            "content": _OAUTH_ERROR,
        },
        "401": {
            "description": "Mã hoặc khóa không đúng, hoặc thỏa thuận đã hết",
            "headers": _NOT_LET_IN,
            "content": _OAUTH_ERROR,
        },
        "413": {
            "description": _REASONS["413"],
            "content": {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        },
        "429": {
            "description": "Thử sai quá nhiều lần từ một nơi",
            "headers": _TOO_MANY,
            "content": {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        },
    },
}
