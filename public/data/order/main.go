// Order reads JSON strictly and reports every mistake in it.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// #region order
type Order struct {
	Item  string `json:"item"`
	Count int    `json:"count"`
	Email string `json:"email"`
}

func parse(data []byte) (Order, error) {
	var o Order
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&o); err != nil {
		return o, errors.New("not an order")
	}
	if _, err := dec.Token(); err != io.EOF {
		return o, errors.New("text after the order")
	}
	return o, o.check()
}

func (o Order) check() error {
	var errs []error
	if o.Item == "" {
		errs = append(errs, errors.New("item: missing"))
	}
	if o.Count < 1 || o.Count > 100 {
		errs = append(errs, errors.New("count: want 1 to 100"))
	}
	if !strings.Contains(o.Email, "@") {
		errs = append(errs, errors.New("email: no @"))
	}
	return errors.Join(errs...)
}

// #endregion order

func main() {
	for _, text := range []string{
		`{"item":"bolt","count":3,"email":"ada@example.org"}`,
		`{"count":500,"email":"nowhere"}`,
		`{"item":"bolt","count":"3","email":"ada@example.org"}`,
		`{"item":"bolt","count":3,"email":"a@b","admin":true}`,
		`{"item":"bolt","count":3,"email":"a@b"} {}`,
	} {
		o, err := parse([]byte(text))
		if err != nil {
			fmt.Println(strings.ReplaceAll(err.Error(), "\n", "; "))
			continue
		}
		fmt.Println(o.Count, o.Item, "for", o.Email)
	}
}
