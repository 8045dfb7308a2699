"""How the routes describe themselves in the OpenAPI document, which tests fuzz by; it is not served."""

from typing import Any

_PROBLEM = {"schema": {"type": "object", "required": ["type", "title", "status", "code", "request_id"]}}
_A_PROBLEM = {"description": "A problem", "content": {"application/problem+json": _PROBLEM}}
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_JSON = {"schema": {"type": "object"}}


def request_of(media_type: str) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {media_type: _BYTES}}}


def nothing_said(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """204 without a body, and problems with these statuses."""
    return {204: {"description": "Done"}, **dict.fromkeys(statuses, _A_PROBLEM)}


def responses(media_type: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """200 with `media_type`, and problems with these statuses."""
    content = {media_type: _JSON if media_type == "application/json" else _BYTES}
    found: dict[int | str, dict[str, Any]] = {200: {"description": "Done", "content": content}}
    for status in statuses:
        found[status] = _A_PROBLEM
    return found
