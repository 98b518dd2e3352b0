// Command client keeps CONNECTIONS requests in flight for SECONDS
// and reports the rate and the latencies.
//
//	client URL CONNECTIONS SECONDS
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"
)

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		log.Fatal(err)
	}
	return n
}

func main() {
	url, conns := os.Args[1], number(os.Args[2])
	end := time.Now().Add(
		time.Duration(number(os.Args[3])) * time.Second)
	client := &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: conns,
	}}
	times := make([][]time.Duration, conns)
	begin := time.Now()
	var wg sync.WaitGroup
	for i := range conns {
		wg.Go(func() {
			for time.Now().Before(end) {
				start := time.Now()
				resp, err := client.Get(url)
				if err != nil {
					log.Fatal(err)
				}
				_, err = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				if err != nil || resp.StatusCode != 200 {
					log.Fatal(resp.Status, err)
				}
				times[i] = append(times[i], time.Since(start))
			}
		})
	}
	wg.Wait()
	took := time.Since(begin).Seconds()
	all := slices.Concat(times...)
	slices.Sort(all)
	at := func(q float64) time.Duration {
		return all[int(q*float64(len(all)-1))].Round(10 * time.Microsecond)
	}
	fmt.Printf("%d connections: %.0f a second, "+
		"half in %v, 99 of 100 in %v, worst %v\n",
		conns, float64(len(all))/took, at(0.5), at(0.99), at(1))
}
