-- +goose Up

-- The forum at the end of the year (R085) and the last day for nominations. A change is
-- a new version; the newest counts.
CREATE TABLE forum (
    school_id      TEXT NOT NULL,
    id             TEXT NOT NULL,
    programme_id   TEXT NOT NULL,
    version        BIGINT NOT NULL CHECK (version >= 1),
    date           TEXT NOT NULL,
    starts_at      TEXT NOT NULL,
    place          TEXT NOT NULL,
    points         TEXT NOT NULL, -- a point a line
    nominate_until TEXT NOT NULL,
    set_by         TEXT NOT NULL,
    set_at         TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (nominate_until <= date),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id)
);
CREATE UNIQUE INDEX forum_version ON forum (school_id, programme_id, version);

-- A short story that a pair writes of its year; title and text are sealed. It is shown
-- while both agree to its newest version.
CREATE TABLE story (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 1),
    title      TEXT NOT NULL,
    text       TEXT NOT NULL,
    saved_by   TEXT NOT NULL,
    saved_at   TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
CREATE UNIQUE INDEX story_version ON story (school_id, pairing_id, version);

CREATE TABLE story_consent (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    story_id  TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    given_at  TEXT NOT NULL,
    ended_at  TEXT NOT NULL, -- '' while it holds
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, story_id) REFERENCES story (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX story_consent_once ON story_consent (school_id, story_id, staff_id) WHERE ended_at = '';

-- A mentee names her mentor (R087); her words are sealed.
CREATE TABLE nomination (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    pairing_id   TEXT NOT NULL,
    mentor_id    TEXT NOT NULL,
    nominator_id TEXT NOT NULL,
    words        TEXT NOT NULL,
    aloud        BOOLEAN NOT NULL, -- the words may be told to the mentor and read at the forum
    made_at      TEXT NOT NULL,
    ended_at     TEXT NOT NULL, -- '' while it holds
    PRIMARY KEY (school_id, id),
    CHECK (mentor_id <> nominator_id),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
CREATE UNIQUE INDEX nomination_once ON nomination (school_id, pairing_id) WHERE ended_at = '';
CREATE INDEX nomination_programme ON nomination (school_id, programme_id);

-- The director thanks a mentor where all staff can see it (R071).
CREATE TABLE thanks (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    staff_id     TEXT NOT NULL, -- who is thanked
    text         TEXT NOT NULL,
    said_by      TEXT NOT NULL,
    said_at      TEXT NOT NULL,
    ended_at     TEXT NOT NULL, -- '' while it is shown
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE INDEX thanks_programme ON thanks (school_id, programme_id);

-- The keys with which a school signs its badges. The private part is sealed like
-- a private text; the public parts stay for as long as there are badges.
CREATE TABLE badge_key (
    school_id  TEXT NOT NULL REFERENCES organisation (id),
    id         TEXT NOT NULL, -- thumbprint of the public key (RFC 7638)
    private    TEXT NOT NULL,
    public     TEXT NOT NULL, -- JWK
    made_at    TEXT NOT NULL,
    retired_at TEXT NOT NULL, -- '' while it signs
    PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX badge_key_signs ON badge_key (school_id) WHERE retired_at = '';

-- Certificates of the hours of a mentor, as they were issued (R087). The id is random,
-- short enough to type, and no other certificate follows from it.
CREATE TABLE certificate (
    school_id      TEXT NOT NULL,
    id             TEXT NOT NULL,
    programme_id   TEXT NOT NULL,
    staff_id       TEXT NOT NULL,
    number         BIGINT NOT NULL,
    date           TEXT NOT NULL,
    person         TEXT NOT NULL, -- the name it bears
    starts         TEXT NOT NULL,
    ends           TEXT NOT NULL,
    minutes        BIGINT NOT NULL CHECK (minutes > 0),
    meetings       BIGINT NOT NULL,
    visits         BIGINT NOT NULL,
    address        TEXT NOT NULL, -- of the server that issued it
    key_id         TEXT NOT NULL,
    credential     TEXT NOT NULL, -- signed
    issued_by      TEXT NOT NULL,
    issued_at      TEXT NOT NULL,
    revoked_on     TEXT NOT NULL, -- '' while it holds
    revoked_reason TEXT NOT NULL CHECK (revoked_reason IN ('', 'error', 'replaced', 'asked', 'other')),
    revoked_by     TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK ((revoked_on = '') = (revoked_reason = '')),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, key_id) REFERENCES badge_key (school_id, id)
);
CREATE UNIQUE INDEX certificate_number ON certificate (school_id, number);
CREATE UNIQUE INDEX certificate_valid ON certificate (school_id, programme_id, staff_id) WHERE revoked_on = '';
-- Who verifies has the id and no school, so here the school does not come first.
CREATE UNIQUE INDEX certificate_public ON certificate (id);
