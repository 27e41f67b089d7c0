"""Two runs over the same questions: what differs, and whether that could be chance."""
