// Command points measures the heap of a million points.
package main

import (
	"fmt"
	"runtime"
)

const n = 1_000_000

type point struct{ x, y float64 }

// heap returns the bytes in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func report(name string, before uint64) {
	fmt.Printf("%-22s %5.1f bytes a point\n",
		name, float64(heap()-before)/n)
}

func main() {
	before := heap()
	values := make([]point, n)
	for i := range values {
		values[i] = point{float64(i), float64(-i)}
	}
	report("slice of structs", before)
	runtime.KeepAlive(values)

	before = heap()
	pointers := make([]*point, n)
	for i := range pointers {
		pointers[i] = &point{float64(i), float64(-i)}
	}
	report("slice of pointers", before)
	runtime.KeepAlive(pointers)
}
