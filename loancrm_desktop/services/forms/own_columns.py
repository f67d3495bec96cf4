"""Where conditions and orders find the value of a field the office added, among custom values."""

from __future__ import annotations

from typing import Any

from loancrm_desktop.services.forms.records import KEY_END, has_text_key
from loancrm_desktop.services.language import in_sql
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.language.json_columns import json_member, kept_key


def own_column(column: Any, spec: FieldSpec) -> in_sql.SqlColumn:
    """Answer a field the office added, by its kept comparison keys where it has them."""
    if spec.keyed and has_text_key(spec):
        key = kept_key(column, spec, spec.key + KEY_END)
        return in_sql.SqlValue(json_member(column, spec), key)
    return in_sql.custom_column(column, spec)


def own_order(column: Any, spec: FieldSpec) -> Any:
    """Answer what records are put in order by: a text by its comparison key where it is kept."""
    if spec.keyed and has_text_key(spec):
        return kept_key(column, spec, spec.key + KEY_END)
    return json_member(column, spec)
