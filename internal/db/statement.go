package db

import (
	"container/list"
	"context"
	"database/sql/driver"
	"errors"
	"strings"

	"modernc.org/sqlite"
)

const (
	// keptStatements bounds how many statements a connection keeps ready. A page
	// asks some five, the whole program some hundreds.
	keptStatements = 256
	// longestKept is the longest change that is kept: an insert of many rows comes
	// once in this length. A question always comes again; that of Today is made of
	// what all areas ask, and is longer.
	longestKept     = 8 << 10
	longestQuestion = 128 << 10
)

// errDriver cannot be: the driver has all that is asked of it.
var errDriver = errors.New("db: the driver lacks what database/sql may ask")

// ready is a connector whose connections keep their statements prepared. SQLite
// reads the text of a query anew each time, which took 39 % of the time of a page;
// the driver of PostgreSQL keeps them by itself.
type ready struct{ driver.Connector }

// sqliteConnector opens connections to a file.
func sqliteConnector(name string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(name)
	return ready{c}, err
}

// sqliteConn is all that database/sql may ask of a connection to SQLite.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// Connect implements driver.Connector.
func (r ready) Connect(ctx context.Context) (driver.Conn, error) {
	made, err := r.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, whole := made.(sqliteConn)
	if !whole {
		return nil, errors.Join(errDriver, made.Close())
	}
	return &readyConn{sqliteConn: conn, kept: map[string]*list.Element{}, order: list.New()}, nil
}

// readyConn keeps the statements that were asked for last. One goroutine at a time
// has it, as database/sql promises.
type readyConn struct {
	sqliteConn
	kept  map[string]*list.Element
	order *list.List // of *statement, the latest first
}

// statement is one that is ready, or whose rows are still being read.
type statement struct {
	driver.Stmt
	text    string
	reading bool
}

// QueryContext implements driver.QueryerContext.
func (c *readyConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, text, args)
	}
	found, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.reading = true
	return &rowsOf{found, s}, nil
}

// ExecContext implements driver.ExecerContext.
func (c *readyConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, text, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

// statement finds or prepares the statement of a text; nil for a text that is not
// kept, or whose rows are being read right now.
func (c *readyConn) statement(ctx context.Context, text string) (*statement, error) {
	if at := c.kept[text]; at != nil {
		s := at.Value.(*statement)
		if s.reading {
			return nil, nil
		}
		c.order.MoveToFront(at)
		return s, nil
	}
	if !keeps(text) {
		return nil, nil
	}
	made, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if !complete(made) {
		return nil, made.Close()
	}
	s := &statement{Stmt: made, text: text}
	c.kept[text] = c.order.PushFront(s)
	return s, c.forget()
}

// complete says whether the statement has the forms that are called here.
func complete(s driver.Stmt) bool {
	_, queries := s.(driver.StmtQueryContext)
	_, execs := s.(driver.StmtExecContext)
	return queries && execs
}

// forget closes the statement that was asked for least lately, when there are too many.
func (c *readyConn) forget() error {
	for at := c.order.Back(); at != nil && c.order.Len() > keptStatements; at = at.Prev() {
		s := at.Value.(*statement)
		if s.reading {
			continue
		}
		c.order.Remove(at)
		delete(c.kept, s.text)
		return s.Close()
	}
	return nil
}

// Close implements driver.Conn.
func (c *readyConn) Close() error {
	var faults []error
	for at := c.order.Front(); at != nil; at = at.Next() {
		faults = append(faults, at.Value.(*statement).Close())
	}
	return errors.Join(append(faults, c.sqliteConn.Close())...)
}

// keeps says whether a text is worth keeping: what asks or changes rows. Changes of
// the schema and settings come once.
func keeps(text string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	first, _, _ = strings.Cut(first, "\n")
	switch strings.ToUpper(first) {
	case "SELECT", "WITH":
		return len(text) <= longestQuestion
	case "INSERT", "UPDATE", "DELETE":
		return len(text) <= longestKept
	}
	return false
}

// rowsOf are rows being read; their statement is ready again when they are closed.
type rowsOf struct {
	driver.Rows
	of *statement
}

// Close implements driver.Rows.
func (r *rowsOf) Close() error {
	err := r.Rows.Close()
	r.of.reading = false
	return err
}
