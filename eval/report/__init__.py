"""A run as a page to read: figures with their intervals, curves, and the questions that went worst."""
