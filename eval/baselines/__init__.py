"""Simpler systems over the same build and encoder, to compare with: each does one thing and says which."""
