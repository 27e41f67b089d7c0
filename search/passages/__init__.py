"""Passages by row, with their vectors and term weights: one seam, and what keeps them behind it."""
