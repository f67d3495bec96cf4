"""Journeys by the command line work on the same office as its tests."""

from cli_fixtures import as_broker, loancrm, made_office, office_folder, quick_passwords

__all__ = ["as_broker", "loancrm", "made_office", "office_folder", "quick_passwords"]
