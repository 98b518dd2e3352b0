// Command server answers with twenty orders, or with the total of
// three hundred order lines.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
)

type order struct {
	ID    int     `json:"id"`
	Item  string  `json:"item"`
	Price float64 `json:"price"`
}

func orders(w http.ResponseWriter, r *http.Request) {
	list := make([]order, 20)
	for i := range list {
		list[i] = order{i, fmt.Sprint("item ", i), float64(i) / 4}
	}
	answer(w, list)
}

// total prices each line by the rules of the house.
func total(w http.ResponseWriter, r *http.Request) {
	sum := 0.0
	for i := range 300 {
		pieces, price := i%12+1, float64(i%50)
		line := float64(pieces) * price
		switch {
		case pieces >= 10:
			line *= 0.9
		case pieces >= 5:
			line *= 0.95
		}
		if line > 300 {
			line -= 15
		}
		sum += line
	}
	answer(w, map[string]float64{"total": sum})
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(value)
}

func main() {
	http.HandleFunc("GET /orders", orders)
	http.HandleFunc("GET /total", total)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println("http://" + l.Addr().String())
	panic(http.Serve(l, nil))
}
