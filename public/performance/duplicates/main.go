// Command duplicates compares each item with all later ones.
package main

import "fmt"

// #region slow
// duplicates is quadratic: simple, and slow in any language.
func duplicates(items []int) (found, steps int) {
	for i, a := range items {
		for _, b := range items[i+1:] {
			steps++
			if a == b {
				found++
				break
			}
		}
	}
	return found, steps
}

// #endregion slow

func main() {
	found, steps := duplicates(numbers(2000))
	fmt.Println("found:", found)
	fmt.Println("steps:", steps)
}

// numbers makes a fixed list with some values twice.
func numbers(n int) []int {
	items := make([]int, n)
	for i := range items {
		items[i] = i * 7919 % (n - n/10)
	}
	return items
}
