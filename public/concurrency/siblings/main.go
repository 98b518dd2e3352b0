// Command siblings stops two tasks when the third fails.
package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"
	"time"
)

var errDisk = errors.New("disk full")

// #region siblings
func task(ctx context.Context, name string) (string, error) {
	if name == "write" {
		time.Sleep(10 * time.Millisecond)
		return "", errDisk
	}
	select {
	case <-time.After(10 * time.Second):
		return name + " finished", nil
	case <-ctx.Done():
		return name + " stopped", nil
	}
}

// all runs the tasks and ends the rest on the first error.
func all(names ...string) ([]string, error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)

	var mu sync.Mutex
	var said []string
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			text, err := task(ctx, name)
			if err != nil {
				cancel(err) // the first cause is kept
				return
			}
			mu.Lock()
			defer mu.Unlock()
			said = append(said, text)
		})
	}
	wg.Wait()
	return said, context.Cause(ctx)
}

// #endregion siblings

func main() {
	said, err := all("read", "write", "watch")
	sort.Strings(said)
	for _, text := range said {
		fmt.Println(text)
	}
	fmt.Println("error:", err)
}
