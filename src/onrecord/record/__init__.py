"""The record: one SQLite file. The only place that speaks SQL.

`schema` makes and migrates the file, `connection` opens it, `writer` adds to it and takes out of it,
`reader` answers questions about it; `tables` lists what the contract promises others.
"""
