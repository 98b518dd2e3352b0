// Flight lets many requests for one key share a single load.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// #region flight
type Cache struct {
	mu   sync.Mutex
	load func(key string) string
	keys map[string]func() string
}

func (c *Cache) Get(key string) string {
	c.mu.Lock()
	once, ok := c.keys[key]
	if !ok {
		once = sync.OnceValue(func() string { return c.load(key) })
		c.keys[key] = once
	}
	c.mu.Unlock()
	return once() // all callers wait for the same load
}

// #endregion flight

func main() {
	var loads atomic.Int32
	slow := func(key string) string {
		loads.Add(1)
		time.Sleep(20 * time.Millisecond)
		return "price of " + key
	}
	cache := &Cache{load: slow, keys: map[string]func() string{}}

	var wg sync.WaitGroup
	var answers atomic.Int32
	for range 100 {
		wg.Go(func() {
			if cache.Get("bolt") == "price of bolt" {
				answers.Add(1)
			}
		})
	}
	wg.Wait()
	fmt.Println("answers:", answers.Load(), "loads:", loads.Load())
}
