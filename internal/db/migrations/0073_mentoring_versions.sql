-- +goose Up

-- The number of the version of what stands in a form, as in 0067.
ALTER TABLE mentoring_group ADD COLUMN version BIGINT NOT NULL DEFAULT 0; -- of what the group did
ALTER TABLE programme_stage ADD COLUMN version BIGINT NOT NULL DEFAULT 0; -- of its evaluation
ALTER TABLE programme ADD COLUMN stages_version BIGINT NOT NULL DEFAULT 0; -- of the list of stages, which has a form of its own
