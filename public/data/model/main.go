// Model serves predictions from a model that Python has exported.
package main

import (
	"encoding/json"
	"fmt"
)

// #region model
type Model struct {
	Slope     float64 `json:"slope"`
	Intercept float64 `json:"intercept"`
}

func (m Model) Predict(hours float64) float64 {
	return m.Intercept + m.Slope*hours
}

// exported is what the Python program printed.
const exported = `{"slope": 4.047619, "intercept": 47.785714}`

func load(text string) (Model, error) {
	var m Model
	err := json.Unmarshal([]byte(text), &m)
	return m, err
}

// #endregion model

func main() {
	m, err := load(exported)
	if err != nil {
		panic(err)
	}
	fmt.Println(exported)
	for _, hours := range []float64{2.5, 10} {
		fmt.Printf("%g hours: %.2f\n", hours, m.Predict(hours))
	}
}
