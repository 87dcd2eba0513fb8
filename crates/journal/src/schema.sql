-- The journal of a run. Everything that a dataset is made of stands here before it is used, and any
-- SQLite tool can read it. Times are UTC (RFC 3339), money is US dollars, JSON is text.

-- The run: one row.
CREATE TABLE run (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  name        TEXT NOT NULL,     -- what records carry as provenance.run
  started_at  TEXT NOT NULL,
  program     TEXT NOT NULL,     -- the version that began it
  fingerprint TEXT NOT NULL,     -- equal settings have equal fingerprints
  settings    TEXT NOT NULL,     -- JSON
  state       TEXT NOT NULL,     -- running, interrupted, stopped, finished
  reason      TEXT,              -- why it ended before its time
  ended_at    TEXT
);

-- The market data that the run works with, a subject each.
CREATE TABLE series (
  subject TEXT PRIMARY KEY,
  body    TEXT NOT NULL          -- JSON
) WITHOUT ROWID;

-- All that could be asked, in the order of the plan.
CREATE TABLE plan (
  position INTEGER PRIMARY KEY,
  task     TEXT NOT NULL         -- the task's id
);

-- The tasks that were begun, as they were asked.
CREATE TABLE task (
  position    INTEGER PRIMARY KEY,
  id          TEXT NOT NULL,
  kind        TEXT NOT NULL,
  date        TEXT NOT NULL,
  chain       TEXT NOT NULL,
  prompt      TEXT NOT NULL,     -- the whole user message
  facts       TEXT NOT NULL,     -- JSON: what is true, for scoring
  market_data TEXT NOT NULL,     -- JSON
  conditions  TEXT NOT NULL      -- JSON
);

-- Every request that was made, or answered from an earlier run. A row without an outcome was in
-- flight when the program ended: its answer is lost, and may have been paid for.
CREATE TABLE attempt (
  id                INTEGER PRIMARY KEY,
  position          INTEGER NOT NULL REFERENCES task,
  sample            INTEGER NOT NULL,  -- 0 for the first sample of the task
  request           BLOB NOT NULL,     -- digest of endpoint, model, prompt, sampling and sample
  worst_usd         REAL,              -- the most that it can cost
  begun_at          TEXT NOT NULL,
  ended_at          TEXT,
  outcome           TEXT,              -- answered, reused, failed, lost
  reused_from       TEXT,              -- the run that paid for a reused answer
  model             TEXT,
  provider          TEXT,
  generation_id     TEXT,
  finish            TEXT,
  reasoning         TEXT,
  answer            TEXT,
  prompt_tokens     INTEGER,
  completion_tokens INTEGER,
  reasoning_tokens  INTEGER,
  cost_usd          REAL,              -- what the service told
  charged_usd       REAL,              -- what the run counts: told, or by the prices, or the worst
  error_kind        TEXT,
  error             TEXT
);
CREATE INDEX attempt_request ON attempt (request);
CREATE INDEX attempt_position ON attempt (position, sample);

-- What was found of each answer, under the run's own rewards and threshold.
CREATE TABLE score (
  attempt INTEGER PRIMARY KEY REFERENCES attempt,
  verdict TEXT NOT NULL,         -- accepted, or why not
  score   REAL,                  -- the composite
  card    TEXT                   -- JSON: the scorecard without spans
);
