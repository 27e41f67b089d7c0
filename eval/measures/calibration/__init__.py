"""What a confidence is worth: whether it tells right from wrong, and whether its numbers mean what they say."""
