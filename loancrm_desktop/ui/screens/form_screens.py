"""Pictures of the form designer and its dialogs; nothing is saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from loancrm_desktop.services.design_drafts import DesignDraft
from loancrm_desktop.services.forms import differences
from loancrm_desktop.services.forms.drawing import FormVersion
from loancrm_desktop.services.forms.effects import ChangedType, FieldNote, FormEffects, RemovedField
from loancrm_desktop.services.forms.where_used import Use
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.forms.controls import control_named
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.forms.designer_page import FormDesignerPage
from loancrm_desktop.ui.forms.publish_form_dialog import PublishFormDialog
from loancrm_desktop.ui.forms.versions_dialog import VersionsDialog
from loancrm_desktop.ui.frame.places import FORMS
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.screens.stage import ScreenError, Stage

_PAUSE_S = 0.4
_FORMULA = "ROUND(requested_amount / MAX(requested_term_months, 1), 2)"
_FAX, _LAST = "fax", 2


def take(stage: Stage) -> None:
    """Show the canvas, properties of several controls, each dialog, and an empty form."""
    stage.workspace.go_to(FORMS)
    page = stage.workspace.page(FORMS)
    if not isinstance(page, FormDesignerPage):
        message = "the form designer did not come"
        raise ScreenError(message)
    stage.settle(lambda: page.drawing is not None)
    _canvas(stage, page)
    _dialogs(stage, page)
    page.clear()
    stage.wait(_PAUSE_S)
    stage.picture("form_empty")
    page.discard()
    stage.settle()


def _canvas(stage: Stage, page: FormDesignerPage) -> None:
    desk = page.desk
    desk.choose_field("id_number")
    stage.wait(_PAUSE_S)
    stage.picture("form_canvas")
    desk.choose_field("credit_standing")
    stage.wait(_PAUSE_S)
    stage.picture("form_options")
    where = {"field": "credit_standing", "op": "eq", "value": "overdue"}
    desk.set_state("remark", "shown", where)
    desk.set_state("remark", "required", where)
    desk.choose_field("remark")
    page.panel.show_tab("rules")
    stage.wait(_PAUSE_S)
    stage.picture("form_states")
    page.panel.show_tab("rights")
    stage.wait(_PAUSE_S)
    stage.picture("form_rights")
    page.panel.show_tab("field")
    _add(desk, "sub_form")
    stage.wait(_PAUSE_S)
    stage.picture("form_sub_form")


def _dialogs(stage: Stage, page: FormDesignerPage) -> None:
    _add(page.desk, "formula")
    key = page.desk.chosen.key
    page.desk.set_field(key, "formula", _FORMULA)
    page.desk.set_field(key, "result", "money")
    formula = page.edit_formula(key)
    stage.wait(_PAUSE_S)
    stage.picture("form_formula")
    formula.reject()
    preview = page.preview()
    stage.wait(_PAUSE_S)
    stage.picture("form_preview")
    if preview is not None:
        preview.reject()
    publish = PublishFormDialog(_example(), page.header.next_version, page)
    publish.open()
    stage.wait(_PAUSE_S)
    stage.picture("form_publish")
    publish.reject()
    _versions(stage, page)


def _versions(stage: Stage, page: FormDesignerPage) -> None:
    """Show what an office would see that has published twice while a colleague draws too."""
    found, now = page.drawing, system_clock()
    if found is None:
        return
    me = stage.bridge.actor.user_id
    versions = tuple(
        FormVersion(number, "published" if number == _LAST else "retired", at, me, 0)
        for number, at in ((_LAST, now - timedelta(days=3)), (1, now - timedelta(days=40)))
    )
    others = (DesignDraft(1, me, now, 1, aside=True),)
    drawing = replace(found, versions=versions, published_version=_LAST, others=others)
    words = page.draft_words
    dialog = VersionsDialog(stage.bridge, drawing, page.desk, words, page)
    dialog.open()
    stage.wait(_PAUSE_S)
    difference = differences.between(page.desk.body, found.published)
    title = tr("Against what is on the table:")
    dialog.view.show_difference(title, difference, page.desk.label)
    stage.picture("form_versions")
    dialog.reject()


def _add(desk: DesignDesk, control: str) -> None:
    found = control_named(control)
    if found is not None:
        desk.add_control(found, form_body.first_spot(desk.body))


def _example() -> FormEffects:
    """Answer what publishing would say in an office that has drawn for a while."""
    return FormEffects(
        added=(FieldNote("monthly", "每月还款", "Paid each month"),),
        removed=(
            RemovedField(
                _FAX, "传真号", "Fax number", 612,
                (Use("view", "本月新客户"), Use("template", "居间服务合同")),
            ),
        ),
        changed=(ChangedType("income", "月收入", "Income", "text", "money", 1_187, 9, ("约***",)),),
    )  # fmt: skip
