"""The parts of the contract dialog."""
