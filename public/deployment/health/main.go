// Health is a service that can probe itself: a minimal image has no curl.
package main

import (
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// #region health
func routes(ready *atomic.Bool) http.Handler {
	mux := http.NewServeMux()
	check := func(w http.ResponseWriter, r *http.Request) {
		if !ready.Load() {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	}
	mux.HandleFunc("GET /healthz", check)
	return mux
}

// probe is what the image runs: /service -probe
func probe(url string) string {
	client := http.Client{Timeout: 2 * time.Second}
	res, err := client.Get(url)
	if err != nil {
		return "unhealthy: no answer"
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Sprint("unhealthy: status ", res.StatusCode)
	}
	return "healthy"
}

// #endregion health

func main() {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	var ready atomic.Bool
	srv := &http.Server{Handler: routes(&ready)}
	go srv.Serve(ln)

	url := "http://" + ln.Addr().String() + "/healthz"
	fmt.Println("starting:", probe(url))
	ready.Store(true)
	fmt.Println("serving: ", probe(url))
	srv.Close()
	fmt.Println("stopped: ", probe(url))
}
