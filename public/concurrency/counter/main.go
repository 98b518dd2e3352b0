// Command counter adds from four goroutines under a lock.
package main

import (
	"fmt"
	"sync"
)

// #region counter
type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func main() {
	var c counter
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 1000 {
				c.add()
			}
		})
	}
	wg.Wait()
	fmt.Println("counted:", c.n)
}

// #endregion counter
