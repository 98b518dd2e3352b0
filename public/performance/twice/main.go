// Command twice times a quadratic search for duplicates.
package main

import (
	"fmt"
	"time"
)

func duplicates(items []int) int {
	found := 0
	for i, a := range items {
		for _, b := range items[i+1:] {
			if a == b {
				found++
				break
			}
		}
	}
	return found
}

func main() {
	const n = 100_000
	items := make([]int, n)
	for i := range items {
		items[i] = i * 7919 % (n - n/10)
	}
	best := time.Hour
	found := 0
	for range 3 {
		start := time.Now()
		found = duplicates(items)
		best = min(best, time.Since(start))
	}
	fmt.Println(found, best.Round(time.Millisecond))
}
