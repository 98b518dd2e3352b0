// Command timeout gives two tasks 200 milliseconds.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// #region work
// work takes d, unless ctx ends first.
func work(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// try gives work 200 milliseconds.
func try(name string, d time.Duration) {
	limit := 200 * time.Millisecond
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()

	err := work(ctx, d)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Println(name, "timed out")
	case err != nil:
		fmt.Println(name, "failed:", err)
	default:
		fmt.Println(name, "finished")
	}
}

// #endregion work

func main() {
	try("quick", time.Millisecond)
	try("slow", 10*time.Second)
}
