"""Numbered schema steps, one small file each; run by database.py on opening."""
