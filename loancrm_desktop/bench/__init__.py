"""The benchmark of `loancrm bench`: our services against hand-written SQL in one run."""
