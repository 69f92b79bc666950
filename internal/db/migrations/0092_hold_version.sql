-- Where a school went is said, and corrected, by several who keep a district.

-- +goose Up

ALTER TABLE school_hold ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
