"""The form on the table: its body, what is chosen in it, and every step back and forth."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.drafting.draft_desk import DraftDesk
from loancrm_desktop.ui.forms import section_edits
from loancrm_desktop.ui.forms.controls import Control, type_title
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.drawn_specs import spec_of
from loancrm_desktop.ui.records.form_body import Body, Spot, mapping

FORM, TAB, SECTION, FIELD, NOTE = "form", "tab", "section", "field", "note"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen on the canvas.

    Attributes:
        kind: `form`, `section`, `field` or `note` (a heading or a hint).
        key: of a field or section.
        spot: of a note.
    """

    kind: str = FORM
    key: str = ""
    spot: Spot | None = None


def linked_to_always() -> list[tuple[str, str]]:
    """Answer the shipped kinds that a field may link to, with their names."""
    return [("customer", tr("Customer")), ("deal", tr("Deal"))]


class DesignDesk(DraftDesk):
    """Holds one form while it is designed.

    Attributes:
        link_kinds: the kinds a field may link to, with their names.

    Signals:
        rename_requested: the title of what is chosen is to be typed in its place.
    """

    rename_requested = Signal()

    def __init__(self, kind: str, parent: QObject | None = None) -> None:
        super().__init__(form_body.empty_body(kind, {}), parent)
        self.kind = kind
        self._shipped: Mapping[str, FieldSpec] = {}
        self._published: frozenset[str] = frozenset()
        self._chosen = Chosen()
        self.link_kinds = linked_to_always()

    @property
    def address(self) -> Mapping[str, str]:
        """Which form it is, as the calls of its service name it."""
        return {"kind": self.kind}

    @property
    def chosen(self) -> Chosen:
        """What is chosen."""
        return self._chosen

    @property
    def shipped(self) -> Mapping[str, FieldSpec]:
        """The fields of the catalogue."""
        return self._shipped

    def open(self, body: Body, shipped: Mapping[str, FieldSpec], published: Body | None) -> None:
        """Put another form on the table; there is nothing to take back.

        Args:
            body: the form.
            shipped: the catalogue's fields of the kind.
            published: the form in force, whose own fields keep their keys.
        """
        self._shipped = shipped
        known = {} if published is None else mapping(published.get("fields"))
        self._published = frozenset(known)
        self._body = copy.deepcopy(body)
        self.undo_stack.clear()
        self._chosen = Chosen()
        self.changed.emit()
        self.chosen_changed.emit()

    def take_names(self, shipped: Mapping[str, FieldSpec]) -> None:
        """Take the catalogue's fields as they are now."""
        self._shipped = shipped
        self.changed.emit()

    def show_step(self, body: Body, chosen: object) -> None:
        """Show the body of a step, and choose what was chosen; for the steps."""
        self._body = body
        if not self._is_there(self._chosen):
            self.choose(Chosen())
        self.changed.emit()
        if isinstance(chosen, Chosen):
            self.choose(chosen)

    def choose(self, chosen: Chosen) -> None:
        """Choose something; what is not there chooses the form."""
        found = chosen if self._is_there(chosen) else Chosen()
        if found != self._chosen:
            self._chosen = found
            self.chosen_changed.emit()

    def choose_field(self, key: str) -> None:
        """Choose a field."""
        self.choose(Chosen(FIELD, key))

    def ask_rename(self) -> None:
        """Let the title of what is chosen be typed in its place."""
        self.rename_requested.emit()

    def spec(self, key: str) -> FieldSpec | None:
        """Answer how a field is drawn."""
        return spec_of(key, form_body.field_raw(self._body, key), self._shipped.get(key))

    def specs(self) -> dict[str, FieldSpec]:
        """Answer every field the form knows: own ones, built-in ones of the catalogue."""
        keys = [key for key, spec in self._shipped.items() if spec.built_in]
        keys += [key for key in mapping(self._body.get("fields")) if key not in keys]
        found = {key: self.spec(key) for key in keys}
        return {key: spec for key, spec in found.items() if spec is not None}

    def label(self, key: str) -> str:
        """Name a field."""
        spec = self.spec(key)
        return key if spec is None else spec.label(current_language())

    def is_built_in(self, key: str) -> bool:
        """Whether a field came with the program."""
        shipped = self._shipped.get(key)
        return shipped is not None and shipped.built_in

    def is_published(self, key: str) -> bool:
        """Whether a field is in the form in force, so that its key stays."""
        return key in self._published or self.is_built_in(key)

    def spot(self, chosen: Chosen | None = None) -> Spot | None:
        """Answer where a field or note stands."""
        asked = chosen or self._chosen
        if asked.kind == FIELD:
            return form_body.find_field(self._body, asked.key)
        return asked.spot if asked.kind == NOTE else None

    def add_control(self, control: Control, spot: Spot | None = None) -> None:
        """Add a new field of a control, after what is chosen when no place is given."""
        self._add(self._new_item(control), spot, control.title)

    def add_field(self, key: str, spot: Spot | None = None) -> None:
        """Put a field that is not on the form onto it."""
        if form_body.find_field(self._body, key) is None and self.spec(key) is not None:
            self._add((self._body, {"field": key, "width": "1/2"}), spot, self.label(key))

    def move(self, start: Spot, end: Spot) -> None:
        """Move something to another place."""
        item = form_body.item_at(self._body, start)
        moved = form_body.move(self._body, start, end)
        self.change(moved, tr("Move {name}", name=self.name_of(item)))
        self._choose_item(item)

    def name_of(self, item: form_body.Item | None) -> str:
        """Name something placed."""
        if item is None:
            return ""
        if item.get("field"):
            return self.label(item["field"])
        words = item.get("heading") or mapping(item.get("hint"))
        language = current_language()
        return str(words.get(language) or next(iter(words.values()), ""))

    def copy_chosen(self) -> None:
        """Put a copy of what is chosen after it; a copied field gets a key and title of its own."""
        spot = self.spot()
        item = None if spot is None else form_body.item_at(self._body, spot)
        if spot is None or item is None:
            return
        body, made = self._body, copy.deepcopy(item)
        if item.get("field"):
            spec = self.spec(item["field"])
            if spec is None:
                return
            raw = _copied(spec, form_body.field_raw(body, item["field"]), self._suffix)
            key = form_body.free_key(self._taken(), spec.type.value)
            body = form_body.put_field(body, key, raw)
            made["field"] = key
        self._add((body, made), None, tr("copy of {name}", name=self.name_of(item)))

    def hide_chosen(self) -> None:
        """Take the chosen field off the form; it keeps its values and can be put back."""
        spot = self.spot()
        if spot is not None:
            name = self.name_of(form_body.item_at(self._body, spot))
            self._leave(spot, form_body.take(self._body, spot), tr("Hide {name}", name=name))

    def delete_chosen(self) -> None:
        """Delete what is chosen; a built-in field is only taken off the form."""
        spot = self.spot()
        item = None if spot is None else form_body.item_at(self._body, spot)
        if spot is None or item is None:
            return
        text = tr("Delete {name}", name=self.name_of(item))
        key = item.get("field", "")
        if key and not self.is_built_in(key):
            self._leave(spot, form_body.drop_field(self._body, key), text)
        elif key:
            self.hide_chosen()
        else:
            self._leave(spot, form_body.take(self._body, spot), text)

    def put_back(self, key: str, raw: dict[str, Any]) -> None:
        """Put a removed field back onto the form, as it was."""
        body = form_body.put_field(self._body, key, raw)
        name = str((mapping(raw.get("label"))).get(current_language()) or key)
        self._add((body, {"field": key, "width": "1/2"}), None, name)

    def set_field(self, key: str, name: str, value: object) -> None:
        """Set a property of a field; typing in one property is one step."""
        body = form_body.set_field(self._body, key, name, value)
        text = tr("Change {name}", name=self.label(key))
        self.change(body, text, f"field {key} {name}")

    def set_state(self, key: str, name: str, value: object) -> None:
        """Set a state of a field."""
        body = form_body.set_state(self._body, key, name, value)
        self.change(body, tr("Change {name}", name=self.label(key)), f"state {key} {name}")

    def set_title(self, text: str) -> None:
        """Give what is chosen another title, in the language of the window."""
        chosen, language = self._chosen, current_language()
        if chosen.kind == FIELD:
            spec = self.spec(chosen.key)
            if spec is not None and text.strip() and text != spec.label(language):
                words = {"zh": spec.label_zh, "en": spec.label_en}
                if words["zh"] == words["en"]:
                    words = dict.fromkeys(words, text.strip())
                self.set_field(chosen.key, "label", {**words, language: text.strip()})
        elif chosen.kind == SECTION:
            spot = form_body.find_section(self._body, chosen.key)
            if spot is not None:
                section = form_body.section_at(self._body, spot.tab, spot.section)
                words = {**(mapping(section.get("title"))), language: text.strip()}
                body = section_edits.set_section(self._body, spot, "title", words)
                self.change(body, tr("Rename the section"), f"section {chosen.key}")
        elif chosen.kind == NOTE and chosen.spot is not None:
            item = form_body.item_at(self._body, chosen.spot) or {}
            part = "heading" if "heading" in item else "hint"
            words = {**(mapping(item.get(part))), language: text.strip()}
            body = form_body.set_item(self._body, chosen.spot, part, words)
            self.change(body, tr("Change the text"), f"note {chosen.spot}")

    def _new_item(self, control: Control) -> tuple[Body, form_body.Item]:
        if control.is_note:
            words = {"zh": control.title, "en": control.title}
            return self._body, {control.key: words, "width": control.width}
        key = form_body.free_key(self._taken(), control.key)
        raw = {**copy.deepcopy(dict(control.makes)), "label": self._own_title(control.title)}
        return form_body.put_field(self._body, key, raw), {"field": key, "width": control.width}

    def _own_title(self, title: str) -> dict[str, str]:
        """Answer a title no other field has, so that two new fields can be told apart."""
        titles = {spec.label(current_language()) for spec in self.specs().values()}
        found, number = title, 2
        while found in titles:
            found, number = f"{title} {number}", number + 1
        return {"zh": found, "en": found}

    def _add(self, made: tuple[Body, form_body.Item], spot: Spot | None, name: str) -> None:
        body, item = made
        end = spot or self._place_after(str(item.get("width") or ""))
        self.change(form_body.put(body, item, end), tr("Add {name}", name=name))
        if item.get("field"):
            self.choose_field(item["field"])
        else:
            self._choose_item(item)

    def _place_after(self, width: str) -> Spot:
        spot = self.spot()
        if spot is not None:
            return form_body.spot_after(self._body, spot, width)
        if self._chosen.kind == SECTION:
            section = form_body.find_section(self._body, self._chosen.key)
            if section is not None:
                rows = form_body.section_at(self._body, section.tab, section.section)["rows"]
                return self._at_end(Spot(section.tab, section.section, len(rows)), width)
        return self._at_end(form_body.first_spot(self._body), width)

    def _at_end(self, end: Spot, width: str) -> Spot:
        if not end.row:
            return end
        row = form_body.section_at(self._body, end.tab, end.section)["rows"][end.row - 1]
        last = Spot(end.tab, end.section, end.row - 1, len(row) - 1)
        return form_body.spot_after(self._body, last, width)

    def _leave(self, spot: Spot, body: Body, text: str) -> None:
        """Take a step that empties a place; what stood before or after it is chosen then."""
        self.change(body, text)
        spots = [found for found, _ in form_body.items_of(self._body)]
        before = [found for found in spots if found < spot]
        near = before[-1] if before else spots[0] if spots else None
        self._choose_item(None if near is None else form_body.item_at(self._body, near))

    def _choose_item(self, item: form_body.Item | None) -> None:
        if item is None:
            self.choose(Chosen())
        elif item.get("field"):
            self.choose_field(item["field"])
        else:
            at = [spot for spot, each in form_body.items_of(self._body) if each == item]
            self.choose(Chosen(NOTE, spot=at[0]) if at else Chosen())

    def _is_there(self, chosen: Chosen) -> bool:
        if chosen.kind == FIELD:
            return form_body.find_field(self._body, chosen.key) is not None
        if chosen.kind == SECTION:
            return form_body.find_section(self._body, chosen.key) is not None
        if chosen.kind == NOTE and chosen.spot is not None:
            item = form_body.item_at(self._body, chosen.spot)
            return item is not None and not item.get("field")
        return chosen.kind == FORM

    def _taken(self) -> set[str]:
        return {*self._shipped, *(mapping(self._body.get("fields"))), *self._published}

    def _suffix(self, words: str) -> str:
        return tr("{name} (copy)", name=words)


def _copied(spec: FieldSpec, raw: dict[str, Any], named: Any) -> dict[str, Any]:
    """Answer a field like another one, whole, as own fields stand in a body."""
    made = copy.deepcopy(raw)
    made["type"] = spec.type.value
    made["label"] = {"zh": named(spec.label_zh), "en": named(spec.label_en)}
    if spec.options and not made.get("options"):
        made["options"] = [
            {"key": one.key, "label": {"zh": one.label_zh, "en": one.label_en}}
            for one in spec.options
        ]
    for name, value in (
        ("links_to", spec.links_to), ("mask", spec.mask),
        ("sensitivity", None if spec.sensitivity == "none" else spec.sensitivity),
    ):  # fmt: skip
        if value is not None:
            made.setdefault(name, value)
    return made


def what_it_is(spec: FieldSpec) -> str:
    """Name a field's type."""
    return type_title(spec.type)
