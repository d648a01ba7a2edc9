"""Records out of a record: JSON Lines, CSV, Parquet, and what one report says by itself as JSON."""
