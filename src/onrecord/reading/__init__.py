"""Files, pages and rows to reports: the text as it came, what came with it, and how it is built."""
