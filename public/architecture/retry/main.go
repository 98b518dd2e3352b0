// Retry calls a service that fails twice, with limits on everything.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"
)

// #region retry
func fetch(ctx context.Context, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return "", err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode >= 500 {
		return "", fmt.Errorf("status %d", res.StatusCode)
	}
	body, err := io.ReadAll(res.Body)
	return string(body), err
}

// Only for requests that may safely happen twice.
func retry(ctx context.Context, url string) (string, error) {
	var errs []error
	for wait := 10 * time.Millisecond; len(errs) < 4; wait *= 2 {
		body, err := fetch(ctx, url)
		if err == nil {
			return body, nil
		}
		errs = append(errs, err)
		select {
		case <-time.After(wait): // add jitter in production
		case <-ctx.Done():
			return "", errors.Join(append(errs, ctx.Err())...)
		}
	}
	return "", errors.Join(errs...)
}

// #endregion retry

func main() {
	var calls atomic.Int32
	flaky := func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) < 3 {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(w, "42 bolts")
	}
	srv := httptest.NewServer(http.HandlerFunc(flaky))
	defer srv.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	body, err := retry(ctx, srv.URL)
	fmt.Printf("%s after %d calls, error: %v\n", body, calls.Load(), err)
}
