-- +goose Up

-- What a unit plans, for a day, a week, a month, a term or the year (R045), and what became
-- of it (R055).
CREATE TABLE unit_plan_item (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    unit_id    TEXT NOT NULL,
    span       TEXT NOT NULL CHECK (span IN ('day', 'week', 'month', 'term', 'year')),
    starts     TEXT NOT NULL,
    ends       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    goal       TEXT NOT NULL, -- what is to be learned by it
    owner_id   TEXT NOT NULL, -- '': the unit
    state      TEXT NOT NULL CHECK (state IN ('planned', 'held', 'dropped')),
    held_on    TEXT NOT NULL,
    outcome    TEXT NOT NULL, -- of what was held; of what was dropped, why
    from_id    TEXT NOT NULL, -- the item of the year before, or of the usual plan; '' a new one
    version    BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK ((state = 'held') = (held_on <> '')),
    FOREIGN KEY (school_id, unit_id) REFERENCES unit (school_id, id)
);
CREATE INDEX unit_plan_item_unit ON unit_plan_item (school_id, unit_id, starts);
CREATE INDEX unit_plan_item_owner ON unit_plan_item (school_id, owner_id, state, ends);
-- What was taken over is taken over once for each year.
CREATE UNIQUE INDEX unit_plan_item_from ON unit_plan_item (school_id, unit_id, from_id, starts) WHERE from_id <> '';

-- What an item was before each change.
CREATE TABLE unit_plan_item_was (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    version    BIGINT NOT NULL,
    unit_id    TEXT NOT NULL,
    span       TEXT NOT NULL,
    starts     TEXT NOT NULL,
    ends       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    goal       TEXT NOT NULL,
    owner_id   TEXT NOT NULL,
    state      TEXT NOT NULL,
    held_on    TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    from_id    TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id, version),
    FOREIGN KEY (school_id, id) REFERENCES unit_plan_item (school_id, id)
);
