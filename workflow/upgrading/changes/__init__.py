"""What changed since the baseline, and which inputs caused it."""
