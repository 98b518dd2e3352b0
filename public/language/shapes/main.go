// Command shapes adds areas through an interface.
package main

import "fmt"

// #region shapes
// Shape is anything with an area. No type has to say so.
type Shape interface{ Area() float64 }

type Square struct{ Side float64 }

func (s Square) Area() float64 { return s.Side * s.Side }

type Strip struct{ Length float64 }

func (s Strip) Area() float64 { return s.Length }

func total(shapes []Shape) float64 {
	sum := 0.0
	for _, s := range shapes {
		sum += s.Area()
	}
	return sum
}

// #endregion shapes

func main() {
	fmt.Println(total([]Shape{Square{3}, Strip{2.5}}))
}
