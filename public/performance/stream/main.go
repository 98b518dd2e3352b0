// Command stream averages readings without keeping them.
package main

import (
	"fmt"
	"iter"
)

// #region stream
// readings yields n values, one at a time.
func readings(n int) iter.Seq[float64] {
	return func(yield func(float64) bool) {
		for i := range n {
			if !yield(float64(i % 50)) {
				return
			}
		}
	}
}

// mean needs room for two numbers, however long the input.
func mean(values iter.Seq[float64]) float64 {
	sum, n := 0.0, 0
	for v := range values {
		sum += v
		n++
	}
	return sum / float64(n)
}

// #endregion stream

func main() {
	fmt.Println("mean:", mean(readings(100_000)))
}
