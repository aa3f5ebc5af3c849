"""Synthetic data for the demonstration. Every person is invented; the totals are those of the source articles."""
