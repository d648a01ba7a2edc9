"""Records out of a record: JSON Lines, CSV, Parquet, graphs, and what one report says by itself as JSON."""
