// Command client keeps CONNECTIONS requests in flight for SECONDS
// and reports the rate, and the processor time that the server,
// process PID, spent on each request (Linux).
//
//	client URL PID CONNECTIONS SECONDS
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
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

// cpu returns the processor time of a process, in steps of 10 ms.
func cpu(pid string) time.Duration {
	data, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		log.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	ticks := number(fields[11]) + number(fields[12])
	return time.Duration(ticks) * 10 * time.Millisecond
}

func main() {
	url, pid, conns := os.Args[1], os.Args[2], number(os.Args[3])
	end := time.Now().Add(
		time.Duration(number(os.Args[4])) * time.Second)
	client := &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: conns,
	}}
	done := make([]int, conns)
	begin, spent := time.Now(), cpu(pid)
	var wg sync.WaitGroup
	for i := range conns {
		wg.Go(func() {
			for time.Now().Before(end) {
				resp, err := client.Get(url)
				if err != nil {
					log.Fatal(err)
				}
				_, err = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				if err != nil || resp.StatusCode != 200 {
					log.Fatal(resp.Status, err)
				}
				done[i]++
			}
		})
	}
	wg.Wait()
	took, spent := time.Since(begin), cpu(pid)-spent
	n := 0.0
	for _, d := range done {
		n += float64(d)
	}
	fmt.Printf("%s, %d connections: %.0f a second, "+
		"%.1f µs of processor time each\n", url, conns,
		n/took.Seconds(), float64(spent.Microseconds())/n)
}
