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

_DECISIONS = """
CREATE TABLE decision (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    verdict TEXT NOT NULL,
    report BLOB NOT NULL,
    start INTEGER,
    end INTEGER,
    text TEXT,
    other_report BLOB,
    other_start INTEGER,
    other_end INTEGER,
    other_text TEXT,
    value TEXT,
    who TEXT NOT NULL,
    made TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX decision_report ON decision(report, verdict);
CREATE INDEX decision_other ON decision(other_report) WHERE other_report IS NOT NULL;
CREATE INDEX decision_outlet ON decision(value) WHERE verdict = 'outlet';
CREATE TABLE attached (
    decision INTEGER NOT NULL REFERENCES decision ON DELETE CASCADE,
    side INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    mention INTEGER REFERENCES mention ON DELETE CASCADE,
    quotation INTEGER REFERENCES quotation ON DELETE CASCADE,
    PRIMARY KEY (decision, side)
) WITHOUT ROWID;
CREATE INDEX attached_report ON attached(report);
CREATE INDEX attached_mention ON attached(mention) WHERE mention IS NOT NULL;
CREATE INDEX attached_quotation ON attached(quotation) WHERE quotation IS NOT NULL;
CREATE VIEW shown_quotation AS SELECT quotation.*, (
    SELECT json_array(coalesce(value, other_text))
    FROM attached JOIN decision ON decision.key = attached.decision
    WHERE attached.quotation = quotation.key AND verdict = 'speaker' ORDER BY decision.id LIMIT 1
) AS decided_speaker, (
    SELECT coalesce(mention.decided, mention.chain) FROM attached JOIN decision ON decision.key = attached.decision
    JOIN attached AS other ON other.decision = decision.key AND other.side = 1
    JOIN mention ON mention.key = other.mention
    WHERE attached.quotation = quotation.key AND verdict = 'speaker' ORDER BY decision.id LIMIT 1
) AS decided_chain
FROM quotation WHERE NOT EXISTS (
    SELECT 1 FROM attached JOIN decision ON decision.key = attached.decision
    WHERE attached.quotation = quotation.key AND verdict = 'no-quotation'
);
CREATE VIEW touched_outlet_report AS
SELECT report.key, report.outlet FROM touched_outlet CROSS JOIN report ON report.outlet = touched_outlet.outlet
WHERE NOT EXISTS (SELECT 1 FROM decision WHERE decision.report = report.id AND verdict = 'outlet')
UNION ALL
SELECT report.key, decision.value
FROM touched_outlet CROSS JOIN decision ON verdict = 'outlet' AND decision.value = touched_outlet.outlet
JOIN report ON report.id = decision.report;
"""
"""What persons decided. A decision names reports by their ids, not by keys: it waits for one that is not there, and
stays when what it is about is made anew. `attached` says what that is in the record as it is now (side 0: the target,
1: the other); it is made anew with the findings of a report, so that it can always go with them. CROSS JOIN makes
SQLite begin with the touched outlets, of which there are few."""

_READINGS = """
ALTER TABLE time ADD COLUMN reading TEXT NOT NULL DEFAULT '';
"""
"""What a time says by itself, so that it can be anchored again without its text."""

_ENTITIES = """
CREATE TABLE entity (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    forms TEXT NOT NULL,
    facts TEXT
);
CREATE TABLE chain (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    forms TEXT NOT NULL,
    is_named INTEGER NOT NULL,
    is_sure INTEGER NOT NULL,
    pronoun TEXT,
    facts TEXT,
    generic TEXT,
    owner BLOB,
    made_by TEXT NOT NULL,
    entity INTEGER REFERENCES entity ON DELETE SET NULL
);
CREATE INDEX chain_report ON chain(report);
CREATE INDEX chain_entity ON chain(entity);
CREATE TABLE holding (
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    holder BLOB NOT NULL,
    office TEXT NOT NULL,
    printed TEXT NOT NULL,
    body BLOB,
    standing TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    began BLOB,
    ended BLOB
);
CREATE INDEX holding_report ON holding(report);
CREATE TABLE role (
    entity INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
    office TEXT NOT NULL,
    body INTEGER REFERENCES entity ON DELETE CASCADE,
    from_time TEXT,
    to_time TEXT,
    evidence TEXT NOT NULL,
    first_seen TEXT,
    last_seen TEXT
);
CREATE INDEX role_entity ON role(entity);
CREATE INDEX role_body ON role(body);
CREATE TABLE entity_judgement (
    id BLOB NOT NULL PRIMARY KEY,
    left BLOB NOT NULL,
    right BLOB NOT NULL,
    question TEXT NOT NULL,
    verdict TEXT NOT NULL,
    score REAL NOT NULL,
    reasons TEXT NOT NULL,
    made_by TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX entity_judgement_left ON entity_judgement(left);
CREATE INDEX entity_judgement_right ON entity_judgement(right);
CREATE TABLE redirect (
    old BLOB NOT NULL PRIMARY KEY,
    new BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX redirect_new ON redirect(new);
CREATE VIEW all_judgement AS
SELECT judgement.id, a.id AS left, b.id AS right, question, verdict, score, reasons, judgement.made_by
FROM judgement JOIN report AS a ON a.key = judgement.left JOIN report AS b ON b.key = judgement.right
UNION ALL SELECT id, left, right, question, verdict, score, reasons, made_by FROM entity_judgement;
ALTER TABLE mention ADD COLUMN chain BLOB;
ALTER TABLE mention ADD COLUMN rule TEXT NOT NULL DEFAULT 'printed name';
ALTER TABLE mention ADD COLUMN stands_for BLOB;
ALTER TABLE mention ADD COLUMN decided BLOB;
ALTER TABLE mention ADD COLUMN refuted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX mention_chain ON mention(coalesce(decided, iif(refuted, NULL, chain)));
ALTER TABLE quotation ADD COLUMN speaker_chains TEXT NOT NULL DEFAULT '[]';
ALTER TABLE quotation ADD COLUMN via_chains TEXT NOT NULL DEFAULT '[]';
ALTER TABLE quotation ADD COLUMN decided_chains TEXT;
"""
"""Who is one. A report's chains, offices and voices are found with its mentions and name each other by their ids;
entities and roles are made anew of all of them. `mention.decided` is the chain that a person gave a mention to,
`mention.refuted` marks pronouns that other reports show to be another's;
`redirect` says which entity an id that is no more went into: history, which the digest leaves out."""

_COPIES = """
CREATE TABLE print (
    report INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
    outlet TEXT,
    hashes BLOB NOT NULL,
    places BLOB NOT NULL,
    bands BLOB NOT NULL,
    words BLOB NOT NULL,
    onto INTEGER REFERENCES print ON DELETE SET NULL,
    is_compared INTEGER NOT NULL DEFAULT 0,
    is_full INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX print_new ON print(report) WHERE NOT is_compared;
CREATE INDEX print_onto ON print(onto) WHERE onto IS NOT NULL;
CREATE TABLE print_gone (
    hashes BLOB NOT NULL
);
CREATE TRIGGER print_delete BEFORE DELETE ON print WHEN old.is_compared AND old.onto IS NULL BEGIN
    INSERT INTO print_gone(hashes) VALUES (old.hashes);
END;
CREATE TRIGGER print_delete_first BEFORE DELETE ON print BEGIN
    UPDATE print SET onto = NULL, is_compared = 0 WHERE onto = old.report;
END;
CREATE TABLE aligned (
    left INTEGER NOT NULL REFERENCES print ON DELETE CASCADE,
    right INTEGER NOT NULL REFERENCES print ON DELETE CASCADE,
    traces TEXT,
    PRIMARY KEY (left, right)
) WITHOUT ROWID;
CREATE INDEX aligned_right ON aligned(right);
CREATE TABLE touched_kin (
    report INTEGER PRIMARY KEY
);
CREATE TRIGGER aligned_insert AFTER INSERT ON aligned WHEN new.traces IS NOT NULL BEGIN
    INSERT OR IGNORE INTO touched_kin VALUES (new.left), (new.right);
END;
CREATE TRIGGER aligned_delete AFTER DELETE ON aligned WHEN old.traces IS NOT NULL BEGIN
    INSERT OR IGNORE INTO touched_kin VALUES (old.left), (old.right);
END;
CREATE TABLE passage (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    left INTEGER NOT NULL,
    left_start INTEGER NOT NULL,
    left_end INTEGER NOT NULL,
    right INTEGER NOT NULL,
    right_start INTEGER NOT NULL,
    right_end INTEGER NOT NULL,
    same REAL NOT NULL,
    kind TEXT NOT NULL,
    words INTEGER NOT NULL,
    quoted REAL NOT NULL,
    made_by TEXT NOT NULL,
    FOREIGN KEY (left, right) REFERENCES aligned ON DELETE CASCADE
);
CREATE INDEX passage_pair ON passage(left, right);
CREATE INDEX passage_right ON passage(right);
CREATE TABLE derivation (
    source BLOB NOT NULL,
    target INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    share REAL NOT NULL,
    confidence REAL NOT NULL,
    reasons TEXT NOT NULL,
    unseen INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (target, source)
) WITHOUT ROWID;
CREATE INDEX derivation_source ON derivation(source);
"""
"""Who shares words with whom. `print` holds what the search for copies needs of a report, and goes when its furniture
changes; `onto` is the report that stands for a crowd of nearly the same text, and `is_full` says that it has more
candidates than it is laid beside. `print_gone` keeps the prints of reports
that went since the last comparison, until the next. `aligned` are the pairs whose texts were laid side by side, by the
order of their ids, with what tells who took from whom; `touched_kin` are the reports for which that changed.
`derivation.source` is the id of a report, or of a source that is none."""

_STORIES = """
CREATE TABLE gist (
    report INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
    gist TEXT NOT NULL,
    hashes BLOB NOT NULL,
    strengths BLOB NOT NULL,
    is_full INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE alike (
    left INTEGER NOT NULL REFERENCES gist ON DELETE CASCADE,
    right INTEGER NOT NULL REFERENCES gist ON DELETE CASCADE,
    score REAL NOT NULL,
    topical REAL NOT NULL,
    apart INTEGER NOT NULL,
    PRIMARY KEY (left, right)
) WITHOUT ROWID;
CREATE INDEX alike_right ON alike(right);
CREATE TABLE story (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    headline INTEGER REFERENCES report ON DELETE SET NULL,
    start TEXT,
    end TEXT,
    made_by TEXT NOT NULL
);
CREATE TABLE story_member (
    report INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
    story INTEGER NOT NULL REFERENCES story ON DELETE CASCADE
);
CREATE INDEX story_member_story ON story_member(story);
CREATE TABLE story_previous (
    story INTEGER NOT NULL REFERENCES story ON DELETE CASCADE,
    previous INTEGER NOT NULL REFERENCES story ON DELETE CASCADE,
    PRIMARY KEY (story, previous)
) WITHOUT ROWID;
CREATE INDEX story_previous_previous ON story_previous(previous);
CREATE TABLE substory (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    story INTEGER NOT NULL REFERENCES story ON DELETE CASCADE,
    reports TEXT NOT NULL
);
CREATE INDEX substory_story ON substory(story);
CREATE TABLE dating (
    report INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
    start TEXT NOT NULL,
    end TEXT NOT NULL,
    confidence REAL NOT NULL,
    reasons TEXT NOT NULL,
    because TEXT NOT NULL,
    made_by TEXT NOT NULL
);
CREATE TABLE touched_story (
    report INTEGER PRIMARY KEY
);
CREATE TRIGGER gist_insert AFTER INSERT ON gist BEGIN
    INSERT OR IGNORE INTO touched_story VALUES (new.report);
END;
CREATE TRIGGER gist_delete AFTER DELETE ON gist BEGIN
    INSERT OR IGNORE INTO touched_story VALUES (old.report);
END;
CREATE TRIGGER alike_insert AFTER INSERT ON alike BEGIN
    INSERT OR IGNORE INTO touched_story VALUES (new.left), (new.right);
END;
CREATE TRIGGER alike_delete AFTER DELETE ON alike BEGIN
    INSERT OR IGNORE INTO touched_story VALUES (old.left), (old.right);
END;
CREATE TRIGGER gist_full AFTER UPDATE OF is_full ON gist WHEN old.is_full <> new.is_full BEGIN
    INSERT OR IGNORE INTO touched_story VALUES (new.report);
END;
CREATE TRIGGER print_onto AFTER UPDATE OF onto ON print WHEN old.onto IS NOT new.onto BEGIN
    INSERT OR IGNORE INTO touched_story VALUES (new.report);
    INSERT OR IGNORE INTO touched_story SELECT old.onto WHERE old.onto IS NOT NULL;
    INSERT OR IGNORE INTO touched_story SELECT new.onto WHERE new.onto IS NOT NULL;
END;
CREATE TRIGGER print_behind_delete AFTER DELETE ON print WHEN old.onto IS NOT NULL BEGIN
    INSERT OR IGNORE INTO touched_story VALUES (old.report), (old.onto);
END;
"""
"""What belongs together. `gist` is what a report is about, with the words by which it is found; `is_full` says that
there was no room to compare it with all that it might be like. `alike` are the pairs that were compared;
`touched_story` are the reports for which that changed. Every report that was grouped is a `story_member` of one."""

_STORY_PASSAGES = """
CREATE TABLE paragraphs (
    report INTEGER PRIMARY KEY REFERENCES gist ON DELETE CASCADE,
    is_round_up INTEGER NOT NULL,
    paragraphs BLOB NOT NULL,
    counts BLOB NOT NULL,
    hashes BLOB NOT NULL,
    strengths BLOB NOT NULL
);
CREATE TABLE beside (
    report INTEGER NOT NULL REFERENCES paragraphs ON DELETE CASCADE,
    number INTEGER NOT NULL,
    other INTEGER NOT NULL REFERENCES gist ON DELETE CASCADE,
    score REAL NOT NULL,
    PRIMARY KEY (report, number, other)
) WITHOUT ROWID;
CREATE INDEX beside_other ON beside(other);
CREATE TABLE story_passage (
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    number INTEGER NOT NULL,
    story INTEGER NOT NULL REFERENCES story ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    confidence REAL NOT NULL,
    reasons TEXT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (report, start)
);
CREATE INDEX story_passage_story ON story_passage(story);
CREATE INDEX story_passage_other ON story_passage(other);
"""
"""Which paragraphs tell of another story than their report's own. `paragraphs` are those of a report that say enough,
packed, with how many words each is found by, and these; `beside` is how alike a paragraph, by its number, is to some
reports, and to its own where it is like one of them. The rows of `story_passage` are made anew with the stories;
`number` is the paragraph that is most like another report."""

MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _WORDS_IN_BULK,
    _PLACES_SEEN,
    _RECURRING_LINES,
    _WINDOWS,
    _DECISIONS,
    _READINGS,
    _ENTITIES,
    _COPIES,
    _STORIES,
    _STORY_PASSAGES,
)
"""One script for each version; a file at version n has had the first n run over it."""

SCHEMA_VERSION = len(MIGRATIONS)
