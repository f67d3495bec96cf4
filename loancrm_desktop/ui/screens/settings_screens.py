"""Pictures of the settings and their dialogs."""

from __future__ import annotations

from loancrm_desktop.ui.screens.stage import ScreenError, Stage
from loancrm_desktop.ui.settings.people_panel import PeoplePanel
from loancrm_desktop.ui.settings.settings_page import PEOPLE, SettingsPage
from loancrm_desktop.ui.workspace import SETTINGS


def take(stage: Stage) -> None:
    """Show every section."""
    stage.workspace.go_to(SETTINGS)
    page = stage.workspace.page(SETTINGS)
    if not isinstance(page, SettingsPage):
        message = "the settings did not come"
        raise ScreenError(message)
    for section in page.panels:
        page.show_section(section)
        stage.picture(f"settings_{section}")
    people = page.panels[PEOPLE]
    if isinstance(people, PeoplePanel):
        page.show_section(PEOPLE)
        stage.settle()
        dialog = people.ask_add()
        stage.picture("settings_add_person")
        dialog.reject()
