// Contract reads the same messages as its Python twin, with one verdict.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
)

// #region contract
type Order struct {
	Version int    `json:"version"`
	ID      string `json:"id"`
	Cents   *int64 `json:"cents"` // nil: the field was absent
}

func read(message string) (Order, error) {
	var o Order
	if err := json.Unmarshal([]byte(message), &o); err != nil {
		return o, errors.New("refused: not an order")
	}
	switch {
	case o.Version != 1:
		return o, fmt.Errorf("refused: version %d", o.Version)
	case o.ID == "" || o.Cents == nil:
		return o, errors.New("refused: field missing")
	}
	return o, nil // fields that we do not know are ignored
}

// #endregion contract

func main() {
	messages := []string{
		`{"version":1,"id":"a7","cents":1999}`,
		`{"version":1,"id":"a7","cents":1999,"gift":true}`,
		`{"version":2,"id":"a7","cents":1999}`,
		`{"version":1,"id":"a7"}`,
		`{"version":1,"id":"a7","cents":"19.99"}`,
		`{"version":1,"id":"a7","cents":true}`,
		`{"version":1,"id":"a7","cents":9007199254740993}`,
	}
	for _, message := range messages {
		order, err := read(message)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println("order", order.ID, *order.Cents)
	}
}
