// Middleware wraps a handler; the interface below every Go web library.
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
)

// #region middleware
func hello(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "hello %s\n", r.URL.Query().Get("name"))
}

// secured lets a request pass only with a token.
func secured(next http.Handler) http.Handler {
	check := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Token") == "" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	}
	return http.HandlerFunc(check)
}

var app = secured(http.HandlerFunc(hello))

// #endregion middleware

func main() {
	for _, token := range []string{"", "t1"} {
		req := httptest.NewRequest("GET", "/?name=Ada", nil)
		if token != "" {
			req.Header.Set("X-Token", token)
		}
		rec := httptest.NewRecorder()
		app.ServeHTTP(rec, req)
		fmt.Print(rec.Code, " ", rec.Body)
	}
}
