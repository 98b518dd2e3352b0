// Command cores times one computation on one core and on all.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

const limit = 600_000

func count(from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		if isPrime(i) {
			n++
		}
	}
	return n
}

func isPrime(n int) bool {
	if n < 2 {
		return false
	}
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return true
}

// parallel counts in many small parts, workers at a time.
func parallel(workers int) int {
	const part = 10_000
	starts := make(chan int)
	sums := make([]int, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			n := 0
			for s := range starts {
				n += count(s, s+part)
			}
			sums[w] = n
		})
	}
	for s := 0; s < limit; s += part {
		starts <- s
	}
	close(starts)
	wg.Wait()
	total := 0
	for _, n := range sums {
		total += n
	}
	return total
}

func main() {
	for _, workers := range []int{1, runtime.GOMAXPROCS(0)} {
		best := time.Hour
		total := 0
		for range 5 {
			start := time.Now()
			total = parallel(workers)
			best = min(best, time.Since(start))
		}
		fmt.Printf("%d workers: %d primes, %v\n",
			workers, total, best.Round(time.Millisecond))
	}
}
