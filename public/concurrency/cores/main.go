// Command cores counts primes in four ranges, on all cores.
package main

import (
	"fmt"
	"sync"
)

// #region cores
func primes(from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		if isPrime(i) {
			n++
		}
	}
	return n
}

func count(parts [][2]int) []int {
	counts := make([]int, len(parts))
	var wg sync.WaitGroup
	for i, p := range parts {
		wg.Go(func() { // each writes its own element
			counts[i] = primes(p[0], p[1])
		})
	}
	wg.Wait()
	return counts
}

// #endregion cores

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

func main() {
	parts := [][2]int{
		{0, 10_000}, {10_000, 20_000},
		{20_000, 30_000}, {30_000, 40_000},
	}
	total := 0
	for i, n := range count(parts) {
		fmt.Printf("%d to %d: %d\n", parts[i][0], parts[i][1], n)
		total += n
	}
	fmt.Println("total:", total)
}
