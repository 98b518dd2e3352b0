// Stream sums a file of any size by key, a line at a time.
package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

// #region stream
func sums(in io.Reader) (map[string]int, int, error) {
	total, bad := map[string]int{}, 0
	lines := bufio.NewScanner(in) // lines up to 64 KiB
	for lines.Scan() {
		key, value, found := strings.Cut(lines.Text(), ",")
		n, err := strconv.Atoi(value)
		if !found || err != nil {
			bad++
			continue
		}
		total[key] += n
	}
	return total, bad, lines.Err()
}

// #endregion stream

func main() {
	file, err := os.CreateTemp("", "events")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	out := bufio.NewWriter(file)
	for i := range 200_000 {
		fmt.Fprintf(out, "sensor%d,%d\n", i%3, i%7)
	}
	fmt.Fprintln(out, "sensor1,broken")
	out.Flush()
	file.Seek(0, io.SeekStart)

	total, bad, err := sums(file)
	if err != nil {
		panic(err)
	}
	for _, key := range slices.Sorted(maps.Keys(total)) {
		fmt.Println(key, total[key])
	}
	fmt.Println("lines refused:", bad)
}
