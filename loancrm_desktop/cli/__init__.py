"""The command line `loancrm`: reads arguments, calls services, prints."""
