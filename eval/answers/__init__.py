"""Judging answers apart from the ranking, and fitting what their pieces are weighed by."""
