// Command squares adds the squares of the even numbers.
package main

import "fmt"

// #region squares
func evenSquares(numbers []int) int {
	sum := 0
	for _, n := range numbers {
		if n%2 == 0 {
			sum += n * n
		}
	}
	return sum
}

// #endregion squares

func main() {
	fmt.Println(evenSquares([]int{1, 2, 3, 4, 5, 6}))
}
