// Api is a small JSON service that is asked by its own client.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
)

// #region api
var stock = map[string]int{"bolt": 120, "nut": 0}

func item(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	count, ok := stock[name]
	if !ok {
		http.Error(w, "no such item", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{
		"count": count, "name": name,
	})
}

func routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /items/{name}", item)
	return mux
}

// #endregion api

func main() {
	srv := httptest.NewServer(routes())
	defer srv.Close()
	for _, path := range []string{"/items/bolt", "/items/cog"} {
		res, err := http.Get(srv.URL + path)
		if err != nil {
			panic(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		fmt.Printf("%d %s", res.StatusCode, body)
	}
}
