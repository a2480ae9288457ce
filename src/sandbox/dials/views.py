"""The page of all dials and their JSON interface.

JSON: ``GET /dials/`` (Accept: application/json), ``DELETE /dials/`` (all normal),
``GET|PUT|DELETE /dials/<system>``; the body of PUT is
``{"mode": "slow", "seconds": 3, "requests": 5, "variant": ""}``.
A web page of another site cannot send these methods: browsers ask first, and nobody says yes.
"""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.dials.modes import MODE_LABELS, Mode
from sandbox.dials.service import (
    DialPosition,
    UnableToTurnDial,
    dial_positions,
    normalise_dials,
    turn_dial,
)
from sandbox.dials.settings import RATE, change_settings, settings_of
from sandbox.dials.systems import SYSTEMS

FIELD_KINDS: dict[str, tuple[type, ...]] = {
    "mode": (str,),
    "variant": (str,),
    "seconds": (int, float),
    "requests": (int, type(None)),
}


@csrf_exempt
@require_http_methods(["GET", "DELETE"])
def all_dials(request: HttpRequest) -> HttpResponse:
    """Show every dial, as a page or as JSON; DELETE turns all back to normal."""
    if request.method == "DELETE":
        normalise_dials()
    if request.method == "DELETE" or request.accepts("text/html") is False:
        return JsonResponse({"dials": [position.as_json() for position in dial_positions()]})
    return _page(request)


@csrf_exempt
@require_http_methods(["GET", "PUT", "DELETE"])
def one_dial(request: HttpRequest, system: str) -> HttpResponse:
    """Read, turn, or turn back one dial by JSON."""
    if system not in SYSTEMS:
        return _problem("Không có hệ thống này.", status=404)
    if request.method == "GET":
        return JsonResponse(_position_of(system).as_json())
    try:
        wish = _wish(request) if request.method == "PUT" else {"mode": "normal"}
        position = turn_dial(system=system, **wish)
    except UnableToTurnDial as error:
        return _problem(str(error))
    return JsonResponse(position.as_json())


@require_POST
def turn_by_form(request: HttpRequest, system: str) -> HttpResponse:
    """Turn one dial from the page."""
    requests = request.POST.get("requests", "").strip()
    try:
        turn_dial(
            system=system,
            mode=request.POST.get("mode", ""),
            variant=request.POST.get("variant", ""),
            seconds=float(request.POST.get("seconds") or 0),
            requests=int(requests) if requests else None,
        )
    except (UnableToTurnDial, ValueError) as error:
        message = str(error) if isinstance(error, UnableToTurnDial) else "Hãy nhập số."
        return _page(request, problem=message, status=422)
    return redirect("dials")


@csrf_exempt
@require_http_methods(["GET", "PUT"])
def settings_by_json(request: HttpRequest, system: str) -> HttpResponse:
    """Read or change the settings beside a dial: ``{"rate": 20, "<habit>": true}``."""
    if system not in SYSTEMS:
        return _problem("Không có hệ thống này.", status=404)
    if request.method == "GET":
        return JsonResponse(settings_of(system))
    try:
        wishes = json.loads(request.body)
        if not isinstance(wishes, dict):
            raise UnableToTurnDial("Nội dung phải là một đối tượng JSON.")
        return JsonResponse(change_settings(system, wishes))
    except UnableToTurnDial as error:
        return _problem(str(error))
    except ValueError:
        return _problem("Nội dung không phải JSON.")


@require_POST
def settings_by_form(request: HttpRequest, system: str) -> HttpResponse:
    """Change the settings beside a dial from the page."""
    if system not in SYSTEMS:
        raise Http404
    rate = request.POST.get("rate", "").strip()
    habits = {name: name in request.POST for name in SYSTEMS[system].habits}
    try:
        change_settings(system, {"rate": float(rate) if rate else None, **habits})
    except (UnableToTurnDial, ValueError) as error:
        message = str(error) if isinstance(error, UnableToTurnDial) else "Hãy nhập số."
        return _page(request, problem=message, status=422)
    return redirect("dials")


@require_POST
def normalise_by_form(request: HttpRequest) -> HttpResponse:
    """Turn every dial back to normal from the page."""
    normalise_dials()
    return redirect("dials")


def _wish(request: HttpRequest) -> dict[str, Any]:
    try:
        wish = json.loads(request.body)
    except ValueError:
        raise UnableToTurnDial("Nội dung không phải JSON.") from None
    if not isinstance(wish, dict) or "mode" not in wish:
        raise UnableToTurnDial("Thiếu chế độ (mode).")
    for name, value in wish.items():
        kinds = FIELD_KINDS.get(name, ())
        if isinstance(value, bool) or not isinstance(value, kinds):
            raise UnableToTurnDial(f"Trường không hợp lệ: {name}.")
    return wish


def _position_of(system: str) -> DialPosition:
    return next(position for position in dial_positions() if position.system == system)


def _problem(message: str, *, status: int = 422) -> JsonResponse:
    return JsonResponse({"code": "unable_to_turn_dial", "message": message}, status=status)


def _known_modes(system: str) -> list[tuple[Mode, str]]:
    return [(mode, label) for mode, label in MODE_LABELS.items() if mode in SYSTEMS[system].modes]


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    rows = [_row(position) for position in dial_positions()]
    return render(request, "sandbox/dials.html", {"rows": rows, "problem": problem}, status=status)


def _row(position: DialPosition) -> dict[str, Any]:
    system = SYSTEMS[position.system]
    values = settings_of(position.system)
    return {
        "system": system,
        "position": position,
        "modes": _known_modes(position.system),
        "mode_label": MODE_LABELS[position.mode],
        "is_turned": position.mode is not Mode.NORMAL or values[RATE] is not None,
        "variant_label": system.variants.get(position.variant, ""),
        "rate": values[RATE],
        "habits": [(name, habit.label, values[name]) for name, habit in system.habits.items()],
    }
