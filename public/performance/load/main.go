// Command load sends three hundred requests at once to a server
// that needs 50 milliseconds for each.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// #region server
func answer(w http.ResponseWriter, r *http.Request) {
	time.Sleep(50 * time.Millisecond) // waits for a database
	fmt.Fprintln(w, "ok")
}

func serve() (url string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go http.Serve(l, http.HandlerFunc(answer))
	return "http://" + l.Addr().String(), nil
}

// #endregion server

func main() {
	url, err := serve()
	if err != nil {
		panic(err)
	}
	var good atomic.Int64
	var wg sync.WaitGroup
	for range 300 {
		wg.Go(func() {
			resp, err := http.Get(url)
			if err != nil {
				return
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err == nil && string(body) == "ok\n" {
				good.Add(1)
			}
		})
	}
	wg.Wait()
	fmt.Println("good answers:", good.Load())
}
