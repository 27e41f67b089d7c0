"""Measures: pure functions over what was shown and what was right, each with its source."""
