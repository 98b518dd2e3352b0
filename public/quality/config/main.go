// Command config reads a port from a settings text.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// #region config
var errMissing = errors.New("setting is missing")

// port returns the value of "port=" in text.
func port(text string) (int, error) {
	for line := range strings.Lines(text) {
		value, ok := strings.CutPrefix(line, "port=")
		if !ok {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil {
			return 0, fmt.Errorf("reading port: %w", err)
		}
		return n, nil
	}
	return 0, fmt.Errorf("reading port: %w", errMissing)
}

func show(text string) {
	n, err := port(text)
	switch {
	case errors.Is(err, errMissing):
		fmt.Println("default: 8080")
	case err != nil:
		fmt.Println("error:", err)
	default:
		fmt.Println("port:", n)
	}
}

// #endregion config

func main() {
	show("host=localhost\nport=9000\n")
	show("host=localhost\n")
	show("host=localhost\nport=80x\n")
}
