"""What each part of the search is worth: the whole, and the whole without one part, on the same questions."""
