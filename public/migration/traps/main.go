// Traps prints what looks alike in both languages and is not.
package main

import (
	"encoding/json"
	"fmt"
	"math"
)

// #region traps
func main() {
	a, b := -7, 2
	fmt.Println("divide:    ", a/b, a%b)

	var big int64 = math.MaxInt64
	big++
	fmt.Println("add one:   ", big)

	fmt.Println("round:     ", math.Round(2.5), math.Round(3.5))

	word := "naïve"
	fmt.Println("length:    ", len(word), len([]rune(word)))
	fmt.Printf("slice:      %q\n", word[0:3])

	var list []int
	empty, _ := json.Marshal(list)
	fmt.Println("empty list:", string(empty))

	price, _ := json.Marshal(map[string]float64{"p": 3})
	fmt.Println("number:    ", string(price))

	text, _ := json.Marshal("a < b")
	fmt.Println("text:      ", string(text))
}

// #endregion traps
