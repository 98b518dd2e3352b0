// Command pool checks six addresses with three workers.
package main

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

// #region pool
// check stands for any call that mostly waits.
func check(site string) string {
	time.Sleep(20 * time.Millisecond)
	return site + " ok"
}

// checkAll runs check for every site, at most workers at once.
func checkAll(sites []string, workers int) []string {
	jobs := make(chan string)
	results := make(chan string)

	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for site := range jobs {
				results <- check(site)
			}
		})
	}
	go func() { // feed the workers, then say that it is over
		for _, site := range sites {
			jobs <- site
		}
		close(jobs)
		wg.Wait()
		close(results)
	}()

	var done []string
	for r := range results {
		done = append(done, r)
	}
	return done
}

// #endregion pool

func main() {
	sites := []string{"a", "b", "c", "d", "e", "f"}
	done := checkAll(sites, 3)
	sort.Strings(done) // workers finish in any order
	for _, r := range done {
		fmt.Println(r)
	}
}
