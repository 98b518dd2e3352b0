// Command limit starts eight tasks and lets two run at a time.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	var running, peak atomic.Int64

	// #region limit
	slots := make(chan struct{}, 2) // room for two
	var wg sync.WaitGroup
	for range 8 {
		slots <- struct{}{} // waits while two are running
		wg.Go(func() {
			defer func() { <-slots }()
			n := running.Add(1)
			raise(&peak, n)
			time.Sleep(20 * time.Millisecond)
			running.Add(-1)
		})
	}
	wg.Wait()
	// #endregion limit

	fmt.Println("tasks: 8")
	fmt.Println("most at once:", peak.Load())
}

// raise sets v to n if n is higher.
func raise(v *atomic.Int64, n int64) {
	for old := v.Load(); n > old; old = v.Load() {
		if v.CompareAndSwap(old, n) {
			return
		}
	}
}
