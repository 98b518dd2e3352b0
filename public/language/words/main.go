// Command words prints the three most frequent words.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

const text = `the quick fox and the lazy dog and the fox`

// #region words
func main() {
	counts := make(map[string]int)
	for word := range strings.FieldsSeq(text) {
		counts[word]++
	}
	words := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(words, func(a, b string) int {
		return cmp.Compare(counts[b], counts[a])
	})
	for _, word := range words[:3] {
		fmt.Println(word, counts[word])
	}
}

// #endregion words
