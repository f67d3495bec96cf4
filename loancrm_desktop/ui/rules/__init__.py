"""The automation rules: list, designer, trial, log; notices and the rules by the clock."""
