-- SQL that PostgreSQL takes too. SQLite gives every type an affinity; BYTEA and BOOLEAN keep what is put in.

-- One row. `origin` is the sequence at which the generation began: nothing of it was ever below.
CREATE TABLE feed (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    generation TEXT    NOT NULL,
    origin     BIGINT  NOT NULL,
    sequence   BIGINT  NOT NULL,
    accounts   INTEGER NOT NULL
);

-- Generations that `recover` has ended; a sink may still hold them as its last event.
CREATE TABLE retired (
    generation TEXT PRIMARY KEY
);

CREATE TABLE source (
    id            TEXT    PRIMARY KEY,
    scope         TEXT    NOT NULL,
    baseline      BOOLEAN NOT NULL,
    single_id     TEXT,
    failed_polls  INTEGER NOT NULL,
    failing_since TEXT
);

-- `number` comes from feed.accounts and is never reused: SQLite has no IDENTITY, and callers keep bit sets of it.
CREATE TABLE account (
    number      INTEGER PRIMARY KEY,
    source      TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    scope       TEXT    NOT NULL,
    revision    BIGINT  NOT NULL,
    fingerprint BYTEA,
    missed      INTEGER NOT NULL,
    held        TEXT,
    body        TEXT,
    UNIQUE (source, id)
);
CREATE INDEX account_present ON account (source, number, scope) WHERE body IS NOT NULL;
CREATE INDEX account_held ON account (source) WHERE held IS NOT NULL;

-- INTEGER, not BIGINT, makes the sequence SQLite's row id; on PostgreSQL it has to be BIGINT. `time` in milliseconds.
CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    time     BIGINT NOT NULL,
    body     TEXT   NOT NULL
);
CREATE INDEX event_time ON event (time);

CREATE TABLE position (
    sink     TEXT   PRIMARY KEY,
    sequence BIGINT NOT NULL
);
