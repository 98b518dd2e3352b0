// Go: tests and benchmarks stand in one file.
package unique

import (
	"slices"
	"testing"
)

// #region code
// before looks through all results for every word.
func before(words []string) []string {
	var out []string
	for _, w := range words {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// after remembers words in a map: quicker, with more memory.
func after(words []string) []string {
	seen := make(map[string]bool, len(words))
	out := make([]string, 0, len(words))
	for _, w := range words {
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// #endregion code

func words() []string {
	var list []string
	for i := range 2000 {
		list = append(list, string(rune('a'+i*7%1500)))
	}
	return list
}

// #region bench
func TestSame(t *testing.T) {
	if !slices.Equal(before(words()), after(words())) {
		t.Error("results differ")
	}
}

func BenchmarkBefore(b *testing.B) {
	list := words()
	b.ReportAllocs()
	for b.Loop() {
		before(list)
	}
}

func BenchmarkAfter(b *testing.B) {
	list := words()
	b.ReportAllocs()
	for b.Loop() {
		after(list)
	}
}

// #endregion bench
