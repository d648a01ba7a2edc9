"""What persons decide: how a decision is worded, targeted, checked against those that stand, and carried about."""
