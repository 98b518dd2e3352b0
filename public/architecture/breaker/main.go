// Breaker stops calling a service that keeps failing.
package main

import (
	"errors"
	"fmt"
	"time"
)

// #region breaker
var errOpen = errors.New("not tried: circuit open")

type Breaker struct {
	Limit    int
	Pause    time.Duration
	now      func() time.Time
	failures int
	until    time.Time
}

// Call is for one goroutine; add a mutex to share it.
func (b *Breaker) Call(f func() error) error {
	if b.now().Before(b.until) {
		return errOpen
	}
	err := f()
	if err == nil {
		b.failures = 0
		return nil
	}
	b.failures++
	if b.failures >= b.Limit {
		b.until = b.now().Add(b.Pause)
	}
	return err
}

// #endregion breaker

func main() {
	clock := time.Unix(0, 0)
	b := &Breaker{Limit: 2, Pause: 30 * time.Second}
	b.now = func() time.Time { return clock }
	down := true
	call := func() error {
		if down {
			return errors.New("timeout")
		}
		return nil
	}
	for second := 0; second <= 50; second += 10 {
		clock = time.Unix(int64(second), 0)
		if second == 40 {
			down = false
		}
		err := b.Call(call)
		if err == nil {
			err = errors.New("ok")
		}
		fmt.Printf("%2ds %v\n", second, err)
	}
}
