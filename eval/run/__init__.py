"""Asking every question of a set and keeping what was shown, in a folder that says all about the run."""
