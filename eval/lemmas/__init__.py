"""Lemma dictionaries compared on the guide's own words."""
