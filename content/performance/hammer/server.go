// Command server answers each request with twenty orders as JSON.
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
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(list)
}

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println("http://" + l.Addr().String())
	panic(http.Serve(l, http.HandlerFunc(orders)))
}
