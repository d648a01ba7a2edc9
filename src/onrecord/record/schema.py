"""The tables inside a record's file, and how an older file becomes a current one.

The text comes last in its row, so that reading the columns before it does not walk over it. What made a row
and where a report lay are keys into `maker` and `file`.

Invariants: rows found in a report hang on its key and go with it (`ON DELETE CASCADE`); integer keys never
leave the file; ids are the 16 bytes that `records.make_id` prints as hexadecimal.

A change of layout is a new entry at the end of `MIGRATIONS`; entries already released are never edited.
"""

from __future__ import annotations

APPLICATION_ID = 0x6F6E7263  # "onrc": marks the file as a record

_FIRST = """
CREATE TABLE run (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    command TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    program TEXT NOT NULL,
    paths TEXT NOT NULL,
    settings TEXT NOT NULL,
    versions TEXT NOT NULL,
    counts TEXT NOT NULL DEFAULT '{}',
    seconds TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE input (
    key INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    file TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    reports INTEGER NOT NULL DEFAULT 0,
    format TEXT,
    reader TEXT,
    size INTEGER,
    hash BLOB
);
CREATE INDEX input_file ON input(file, hash);
CREATE INDEX input_run ON input(run);
CREATE TABLE maker (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE file (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE report (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    source_id TEXT,
    title TEXT,
    outlet TEXT,
    author TEXT,
    url TEXT,
    address TEXT,
    published_start TEXT,
    published_end TEXT,
    given_language TEXT,
    taken_apart INTEGER REFERENCES maker,
    language TEXT,
    language_confidence REAL,
    printed_title TEXT,
    dated_start TEXT,
    dated_end TEXT,
    dated_how TEXT,
    read_by INTEGER REFERENCES maker,
    unread TEXT,
    tokens TEXT,
    text TEXT NOT NULL
);
CREATE INDEX report_address ON report(address) WHERE address IS NOT NULL;
CREATE INDEX report_taken_apart ON report(taken_apart);
CREATE INDEX report_read_by ON report(read_by);
CREATE TABLE location (
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    file INTEGER NOT NULL REFERENCES file,
    part INTEGER NOT NULL,
    file_start INTEGER,
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    PRIMARY KEY (report, file, part)
) WITHOUT ROWID;
CREATE INDEX location_file ON location(file);
CREATE INDEX location_run ON location(run);
CREATE TABLE piece (
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT,
    PRIMARY KEY (report, start, end, kind)
) WITHOUT ROWID;
CREATE TABLE mention (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    label TEXT NOT NULL,
    how TEXT NOT NULL,
    made_by TEXT NOT NULL,
    confidence REAL NOT NULL
);
CREATE INDEX mention_report ON mention(report);
CREATE TABLE time (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    start_time TEXT,
    end_time TEXT,
    precision TEXT,
    anchor TEXT,
    rule TEXT NOT NULL,
    made_by TEXT NOT NULL
);
CREATE INDEX time_report ON time(report);
CREATE TABLE quotation (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    spans TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    cue TEXT NOT NULL,
    speaker TEXT NOT NULL,
    via TEXT NOT NULL,
    made_by TEXT NOT NULL,
    confidence REAL NOT NULL
);
CREATE INDEX quotation_report ON quotation(report);
CREATE TABLE dropped (
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    stage TEXT NOT NULL,
    reason TEXT NOT NULL,
    start INTEGER,
    end INTEGER
);
CREATE INDEX dropped_report ON dropped(report);
CREATE TABLE version (
    report INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
    version_of INTEGER NOT NULL REFERENCES report ON DELETE CASCADE
);
CREATE TABLE judgement (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    left INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    right INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    question TEXT NOT NULL,
    verdict TEXT NOT NULL,
    score REAL NOT NULL,
    reasons TEXT NOT NULL,
    made_by TEXT NOT NULL
);
CREATE INDEX judgement_left ON judgement(left);
CREATE INDEX judgement_right ON judgement(right);
CREATE TABLE touched (
    address TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE VIRTUAL TABLE report_words USING fts5(
    title, text, content="report", content_rowid="key", tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER report_words_insert AFTER INSERT ON report BEGIN
    INSERT INTO report_words(rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER report_words_delete AFTER DELETE ON report BEGIN
    INSERT INTO report_words(report_words, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;
"""

_WORDS_IN_BULK = """
DROP TRIGGER report_words_insert;
INSERT INTO report_words(report_words, rank) VALUES ('hashsize', 16000000);
"""
"""The writer indexes the words of many new reports at once, which takes half the time of one by one: FTS5 writes
what it has gathered (up to `hashsize` bytes) to the file after each statement that adds some."""

_PLACES_SEEN = """
ALTER TABLE location ADD COLUMN seen INTEGER REFERENCES run ON DELETE SET NULL;
UPDATE location SET seen = run;
"""
"""Which run last found a report at a place: a file that changed may hold it elsewhere now."""

_RECURRING_LINES = """
CREATE TABLE recurring_line (
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY (report, start)
) WITHOUT ROWID;
CREATE TABLE touched_outlet (
    outlet TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE INDEX report_outlet ON report(outlet) WHERE outlet IS NOT NULL;
CREATE VIEW shown_mention AS SELECT * FROM mention WHERE NOT EXISTS (
    SELECT 1 FROM recurring_line AS line
    WHERE line.report = mention.report AND mention.start >= line.start AND mention.end <= line.end
);
CREATE VIEW shown_time AS SELECT * FROM time WHERE NOT EXISTS (
    SELECT 1 FROM recurring_line AS line
    WHERE line.report = time.report AND time.start >= line.start AND time.end <= line.end
);
"""
"""Furniture learned late masks what was found in it. Lines with quotation marks are never learned, so that no
quotation lies in one."""

_WINDOWS = """
CREATE TABLE window (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    reading BLOB NOT NULL
);
CREATE TABLE window_of (
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    window INTEGER NOT NULL REFERENCES window ON DELETE CASCADE,
    PRIMARY KEY (report, window)
) WITHOUT ROWID;
CREATE INDEX window_of_window ON window_of(window);
CREATE TRIGGER window_of_delete AFTER DELETE ON window_of
WHEN NOT EXISTS (SELECT 1 FROM window_of WHERE window = old.window) BEGIN
    DELETE FROM window WHERE key = old.window;
END;
"""
"""What the language model made of a stretch of text, so that it is not read again; it goes with the last report that
holds the stretch. No part of the record: `digest` tells the text and the model apart, and nothing is exported."""

_READINGS = """
ALTER TABLE time ADD COLUMN reading TEXT NOT NULL DEFAULT '';
"""
"""What a time says by itself, so that it can be anchored again without its text."""

MIGRATIONS: tuple[str, ...] = (_FIRST, _WORDS_IN_BULK, _PLACES_SEEN, _RECURRING_LINES, _WINDOWS, _READINGS)
"""One script for each version; a file at version n has had the first n run over it."""

SCHEMA_VERSION = len(MIGRATIONS)
