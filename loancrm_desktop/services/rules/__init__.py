"""Rules the office draws itself: when something happens, if a condition holds, then do this."""
