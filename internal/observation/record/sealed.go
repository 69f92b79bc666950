package record

import "talim/internal/secret"

var body = secret.Column{Table: "timed_operation", Name: "body", Readers: `SELECT r.teacher_id FROM timed_operation o ` + operationRecord + ` AND r.teacher_id <> ''` +
	` UNION ALL SELECT r.observer_id FROM timed_operation o ` + operationRecord}

const operationRecord = `JOIN timed_record r ON r.school_id = o.school_id AND r.id = o.record_id WHERE o.school_id = $1 AND o.id = $2`

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{body, title}
