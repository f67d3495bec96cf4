"""The kit: every part windows are put together from, in all its states, for who builds screens."""
