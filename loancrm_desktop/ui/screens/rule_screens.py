"""Pictures of the automation rules and the notices; nothing is changed."""

from __future__ import annotations

from loancrm_desktop.ui.frame.places import RULES
from loancrm_desktop.ui.rules.rule_editor import LOG, TRIAL, USES
from loancrm_desktop.ui.rules.rules_page import RulesPage
from loancrm_desktop.ui.screens.stage import Stage

_PAUSE_S = 0.8


def take(stage: Stage) -> None:
    """Show a rule, its log, where it is used, a broken rule, and the notices."""
    workspace = stage.workspace
    workspace.go_to(RULES)
    page = workspace.page(RULES)
    stage.wait(_PAUSE_S)
    if not isinstance(page, RulesPage):
        return
    page.show_rule("silent_3")
    stage.wait(_PAUSE_S)
    stage.picture("rules")
    page.editor.tabs.setCurrentIndex(LOG)
    stage.wait(_PAUSE_S)
    stage.picture("rules_log")
    page.editor.tabs.setCurrentIndex(USES)
    page.show_rule("disbursed_closed")
    stage.wait(_PAUSE_S)
    stage.picture("rules_uses")
    page.editor.tabs.setCurrentIndex(TRIAL)
    page.show_rule("spread_leads")
    stage.wait(_PAUSE_S)
    stage.picture("rules_problem")
    workspace.bell.open()
    stage.wait(_PAUSE_S)
    stage.picture("notices")
    stage.shut()
