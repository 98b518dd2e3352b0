// Query shows what a database driver receives from a hostile value.
// The standard library has no database, so a small driver records the call.
package main

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
)

// #region query
func find(db *sql.DB, email string) (*sql.Rows, error) {
	return db.Query(
		"SELECT name FROM users WHERE email = ?", email)
}

func findUnsafe(db *sql.DB, email string) (*sql.Rows, error) {
	return db.Query(
		"SELECT name FROM users WHERE email = '" + email + "'")
}

// #endregion query

func main() {
	sql.Register("recorder", recorder{})
	db, err := sql.Open("recorder", "")
	if err != nil {
		panic(err)
	}
	defer db.Close()

	hostile := "nobody' OR '1'='1"
	ask := []func(*sql.DB, string) (*sql.Rows, error){find, findUnsafe}
	for _, f := range ask {
		rows, err := f(db, hostile)
		if err != nil {
			panic(err)
		}
		rows.Close()
	}
}

// recorder is a driver that prints what it is asked and answers nothing.
type recorder struct{}

func (r recorder) Open(string) (driver.Conn, error) { return r, nil }

func (recorder) Begin() (driver.Tx, error) {
	return nil, driver.ErrSkip
}

func (recorder) Close() error { return nil }

func (recorder) Prepare(text string) (driver.Stmt, error) {
	return statement(text), nil
}

type statement string

func (statement) Close() error  { return nil }
func (statement) NumInput() int { return -1 }
func (statement) Exec([]driver.Value) (driver.Result, error) {
	return nil, driver.ErrSkip
}

func (s statement) Query(values []driver.Value) (driver.Rows, error) {
	fmt.Printf("text:   %s\nvalues: %q\n", string(s), values)
	return empty{}, nil
}

type empty struct{}

func (empty) Columns() []string         { return []string{"name"} }
func (empty) Close() error              { return nil }
func (empty) Next([]driver.Value) error { return io.EOF }
