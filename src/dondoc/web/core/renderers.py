"""How form fields are printed: by Django's own templates, but selects, which are put together here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import mark_safe

_SELECT, _OPTION = "django/forms/widgets/select.html", "django/forms/widgets/select_option.html"


class Renderer(DjangoTemplates):
    """Of a select with two hundred bodies Django fills a template for each option: half of a page's time."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django's, to the letter but for white space between options."""
        if template_name != _SELECT or not _plain(context["widget"]):
            return str(super().render(template_name, context, request))
        widget = context["widget"]
        made = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
        for group, options, _index in widget["optgroups"]:
            made.append(f'<optgroup label="{escape(group)}">' if group else "")
            made += (
                f'<option value="{escape(_value(one["value"]))}"{_attributes(one["attrs"])}>'
                f"{escape(one['label'])}</option>"
                for one in options
            )
            made.append("</optgroup>" if group else "")
        made.append("</select>")
        return mark_safe("".join(made))  # noqa: S308 - each part was escaped


def _plain(widget: Mapping[str, Any]) -> bool:
    """Whether every option is printed as Django does."""
    return all(one["template_name"] == _OPTION for _, options, _ in widget["optgroups"] for one in options)


def _value(value: Any) -> str:
    return "" if value is None else str(value)


def _attributes(told: Mapping[str, Any]) -> str:
    """As Django prints them: what is True by its name alone, what is None or False not at all."""
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in told.items()
        if value is not None and value is not False
    )
