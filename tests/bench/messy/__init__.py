"""Messy response files whose true scores are known, and the judge that compares them with what was read."""
