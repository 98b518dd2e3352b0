// Command many waits for ten thousand things at once.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	// #region many
	var done atomic.Int64
	var wg sync.WaitGroup
	for range 10_000 {
		wg.Go(func() { // one goroutine each
			time.Sleep(50 * time.Millisecond)
			done.Add(1)
		})
	}
	wg.Wait()
	fmt.Println("finished:", done.Load())
	// #endregion many
}
