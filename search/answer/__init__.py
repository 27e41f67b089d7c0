"""Answers put together from the guide's own sentences, list items and table cells, each with its place."""
