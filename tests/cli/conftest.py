"""The office that every test of the command line works on."""

from cli_fixtures import as_broker, loancrm, made_office, office_folder, quick_passwords

__all__ = ["as_broker", "loancrm", "made_office", "office_folder", "quick_passwords"]
