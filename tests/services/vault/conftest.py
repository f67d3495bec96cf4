"""The fixtures of tests/vault_fixtures.py, for the tests of the vault."""

from vault_fixtures import clock, here, made, made_once

__all__ = ["clock", "here", "made", "made_once"]
