"""Measurements: ratios side by side in one run, medians of several rounds, peak memory."""
