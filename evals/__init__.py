"""Scores of what onrecord finds against gold that was written by reading: `python -m evals`."""
