"""The Jinja2 environment of every site: Vietnamese wording, addresses, built assets, form reading."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError
from jinja2 import Environment, StrictUndefined

from tinhso.foundation.authority.service import ActorKind
from tinhso.foundation.clock.service import legal_now
from tinhso.sites.frame import forms, wording
from tinhso.sites.frame.language.service import offer_language
from tinhso.sites.frame.navigation import navigation_for
from tinhso.sites.frame.viewer import viewer_of

_logger = logging.getLogger("tinhso.frame")
_reverse = lru_cache(maxsize=1024)(reverse)


def environment(**options: Any) -> Environment:
    """The environment for ``TEMPLATES``; a name that a view forgot is an error, not an empty place."""
    options.update(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made = Environment(**options)  # noqa: S701  (autoescape is set above)
    made.globals.update(
        url=address,
        static=static,
        assets=assets,
        viewer_of=viewer_of,
        navigation_for=navigation_for,
        messages_of=messages_of,
        legal_now=legal_now,
        offer_language=offer_language,
        is_demonstration=is_demonstration,
        OFFICER=ActorKind.OFFICER,
        CITIZEN=ActorKind.CITIZEN,
        date_parts=wording.date_parts,
        due_level=wording.due_level,
        show_value=forms.show_value,
        condition_json=forms.condition_json,
        element_id=forms.element_id,
        error_for=forms.error_for,
        person_fields=forms.person_fields,
        chip_once=rendered_once(made, "chip"),
        due_once=rendered_once(made, "due"),
    )
    made.filters.update(
        moment=wording.moment,
        clock_time=wording.clock_time,
        day=wording.day,
        long_day=wording.long_day,
        partial_date=wording.partial_date,
        number=wording.number,
        money=wording.money,
        file_size=wording.file_size,
        quantity=wording.quantity,
        remaining=wording.remaining,
        masked_personal_id=wording.masked_personal_id,
    )
    return made


def address(route: str, *args: object, **kwargs: object) -> str:
    """The address of a named route."""
    return reverse(route, kwargs=kwargs) if kwargs else _reverse(route, settings.ROOT_URLCONF, args)


def rendered_once(made: Environment, macro: str) -> Callable[..., str]:
    """A macro of small marks whose markup is kept by its arguments: they stand on every line of a list."""
    return lru_cache(2048)(lambda *of: getattr(made.get_template("frame/chips.html").module, macro)(*of))


def assets(entry: str = "scripts/main.js") -> SafeString:
    """The tags of style and scripts; pages stay usable without them when the front end is not built."""
    try:
        tags: str = DjangoViteAssetLoader.instance().generate_vite_asset(entry)
    except (DjangoViteManifestError, DjangoViteAssetNotFoundError):
        _logger.error("front end is not built: pages go out without style and scripts")
        return mark_safe("")
    return mark_safe(tags)  # noqa: S308  (our own build's addresses)


def is_demonstration() -> bool:
    """Whether this is the demonstration province, which every page must say."""
    return bool(getattr(settings, "TINHSO_DEMONSTRATION", False))


def messages_of(request: HttpRequest | None) -> list[Any]:
    """What the last action had to say, once."""
    from django.contrib.messages import get_messages

    return [] if request is None else list(get_messages(request))
