// Command stop shuts a server down while a request is running.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// #region stop
// run serves until ctx ends, then lets requests finish.
func run(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()

	select {
	case err := <-failed:
		return err // could not serve at all
	case <-ctx.Done():
	}
	fmt.Println("stopping: no new connections")
	grace, cancel := context.WithTimeout(
		context.Background(), 3*time.Second)
	defer cancel()
	return srv.Shutdown(grace) // waits for running requests
}

// #endregion stop

func main() {
	ctx, cancel := signal.NotifyContext(
		context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()

	started := make(chan bool, 1)
	slow := func(w http.ResponseWriter, r *http.Request) {
		started <- true
		time.Sleep(200 * time.Millisecond)
		fmt.Println("request finished")
		fmt.Fprint(w, "done")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	answer := make(chan string)
	go func() {
		resp, err := http.Get("http://" + l.Addr().String())
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		answer <- string(body)
	}()
	go func() { // plays the part of the platform
		<-started
		syscall.Kill(os.Getpid(), syscall.SIGTERM)
	}()
	err = run(ctx, l, http.HandlerFunc(slow))
	if err != nil {
		fmt.Println("error:", err)
	}
	fmt.Println("client got:", <-answer)
}
