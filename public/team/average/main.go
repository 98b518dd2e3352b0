// Average reads numbers from text and reports the words that are none.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

// #region average
func average(text string) (float64, []string) {
	var sum float64
	var count int
	var bad []string
	for _, word := range strings.Fields(text) {
		n, err := strconv.ParseFloat(word, 64)
		if err != nil {
			bad = append(bad, word)
			continue
		}
		sum += n
		count++
	}
	if count == 0 {
		return 0, bad
	}
	return sum / float64(count), bad
}

// #endregion average

func main() {
	mean, bad := average("3 4.5 six 7.5")
	fmt.Printf("mean %.2f, skipped %s\n", mean, strings.Join(bad, " "))
}
