"""A region: province, city and district, each narrowed by typing words or pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.services.forms.values.regions import (
    Region,
    cities_of,
    districts_of,
    divisions,
    read_region,
)
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.records.field_editors import FieldEditor
from loancrm_desktop.ui.widgets.parts import row, set_state
from loancrm_desktop.ui.widgets.pick_box import Pick, PickBox


class RegionEditor(FieldEditor):
    """Three lists in a row; what was written freely before stays while nothing is chosen."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._region = Region()
        self.province, self.city, self.district = PickBox(), PickBox(), PickBox()
        self.boxes = (self.province, self.city, self.district)
        title = spec.label(current_language())
        names = (
            tr("{field}: province", field=title),
            tr("{field}: city", field=title),
            tr("{field}: district", field=title),
        )
        hints = (tr("Province"), tr("City"), tr("District"))
        holder = QWidget()
        inside = row(*self.boxes, spacing=6)
        for box in self.boxes:
            inside.setStretchFactor(box, 1)
        holder.setLayout(inside)
        self._hold(holder)
        for box, name, hint in zip(self.boxes, names, hints, strict=True):
            box.setMinimumWidth(60)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.setAccessibleName(name)
            line = box.lineEdit()
            if line is not None:
                line.setPlaceholderText(hint)
        self.province.picked.connect(self._on_province_picked)
        self.city.picked.connect(self._on_city_picked)
        self.district.picked.connect(self._on_district_picked)
        self.setFocusProxy(self.province)
        self._show()

    def value(self) -> Any:
        """Answer the region as one text, None for none."""
        return self._region.text or None

    def set_value(self, value: Any) -> None:
        """Show a region; what is no region of China stands as it was written."""
        self._region = read_region("" if value is None else str(value))
        self._show()

    def set_problem(self, has_problem: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark the lists."""
        for box in self.boxes:
            set_state(box, "error" if has_problem else "")

    def _show(self) -> None:
        region = self._region
        provinces = tuple(divisions())
        free = region.rest if not region.province else ""
        _offer(self.province, (*provinces, free) if free else provinces, region.province or free)
        cities = cities_of(region.province)
        _offer(self.city, cities, region.city)
        districts = districts_of(region.province, region.city)
        _offer(self.district, districts, region.district)
        self.city.setEnabled(bool(cities))
        self.district.setEnabled(bool(districts))
        self.setToolTip(region.text)

    def _take(self, region: Region) -> None:
        self._region = region
        self._show()
        self.edited.emit()
        self.left.emit()

    def _on_province_picked(self) -> None:
        chosen = str(self.province.value() or "")
        if chosen not in divisions():
            self._take(Region(rest=chosen))
        elif chosen != self._region.province:
            self._take(Region(chosen))

    def _on_city_picked(self) -> None:
        chosen = str(self.city.value() or "")
        if chosen != self._region.city:
            self._take(Region(self._region.province, chosen))

    def _on_district_picked(self) -> None:
        region, chosen = self._region, str(self.district.value() or "")
        if chosen != region.district:
            self._take(Region(region.province, region.city, chosen))


def _offer(box: PickBox, names: Sequence[str], chosen: str) -> None:
    box.set_picks([Pick(name, name) for name in names])
    box.set_value(chosen or None)
