"""Fitting the confidence on train, and choosing the thresholds on dev."""
