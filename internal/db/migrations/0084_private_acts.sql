-- +goose Up
-- What is nobody's business is recorded as the program's, about no record and on the day.
UPDATE journal_entry SET staff_id = '', actor = 'private', record_kind = '', record_id = '', details = '{}', at = substr(at, 1, 10) || 'T00:00:00.000Z'
WHERE event LIKE 'support.helper.%' OR event LIKE 'support.question.%' OR event LIKE 'practice.private.%'
    OR event LIKE 'recognition.nomination.%' OR event LIKE 'recognition.story.%' OR event LIKE 'mentoring.resource.%'
    OR event IN ('support.private.kept', 'practice.style.set', 'mentoring.meeting.noted', 'mentoring.group.noted', 'mentoring.report.saved',
        'mentoring.pair.answered', 'mentoring.time.answered', 'mentoring.help.answered');
UPDATE journal_entry SET event = 'support.private.kept' WHERE event LIKE 'support.helper.%' OR event LIKE 'support.question.%';
-- The newest comes first by its time: the key of such an entry is as coarse as that.
CREATE INDEX journal_entry_at ON journal_entry (school_id, at, id);
