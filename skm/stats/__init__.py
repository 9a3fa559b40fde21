"""Arrays in, numbers out: the formulas, without a word about surveys."""
