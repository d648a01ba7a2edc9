"""What one report says by itself: one module for each kind of finding, each pure, report by report."""
