// Command cost compares two ways to run the same service.
package main

import (
	"fmt"
	"math"
)

// #region cost
type service struct {
	name        string
	peak        float64 // requests a second
	perInstance float64 // requests a second, measured
	price       float64 // an instance for a year
	hours       float64 // people's hours a year
	rate        float64 // price of an hour
}

// instances includes one spare and room for bursts.
func (s service) instances() float64 {
	return math.Ceil(s.peak/(s.perInstance*0.6)) + 1
}

func (s service) year() (machines, people, total float64) {
	machines = s.instances() * s.price
	people = s.hours * s.rate
	return machines, people, machines + people
}

// #endregion cost

func main() {
	for _, peak := range []float64{100, 10_000} {
		fmt.Printf("peak %.0f a second\n", peak)
		for _, s := range []service{
			{"lean", peak, 2000, 300, 160, 80},
			{"quick", peak, 500, 300, 120, 80},
		} {
			machines, people, total := s.year()
			fmt.Printf("  %-5s %3.0f instances: %5.0f + %5.0f = %5.0f\n",
				s.name, s.instances(), machines, people, total)
		}
	}
}
