// Interop asks a Python process, and answers one: a line of JSON each way.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// #region call
type Request struct {
	Numbers []float64 `json:"numbers"`
}

type Reply struct {
	Language string  `json:"language"`
	Median   float64 `json:"median,omitempty"`
	Longest  int     `json:"longest,omitempty"`
}

// askPython keeps one worker process and sends it many lines.
func askPython(script string, requests []Request) error {
	limit := 5 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel() // also ends the worker after an error
	cmd := exec.CommandContext(ctx, "python3", script, "serve")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	enc, dec := json.NewEncoder(in), json.NewDecoder(out)
	for _, request := range requests {
		var reply Reply
		if err := enc.Encode(request); err != nil {
			return err
		}
		if err := dec.Decode(&reply); err != nil {
			return err
		}
		fmt.Printf("%s says median %g\n", reply.Language, reply.Median)
	}
	in.Close() // end of input ends the worker
	return cmd.Wait()
}

// #endregion call

// #region serve
func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	enc := json.NewEncoder(out)
	for lines.Scan() {
		var text struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &text); err != nil {
			return err
		}
		longest := 0
		for _, word := range strings.Fields(text.Text) {
			longest = max(longest, len(word))
		}
		err := enc.Encode(Reply{Language: "Go", Longest: longest})
		if err != nil {
			return err
		}
	}
	return lines.Err()
}

// #endregion serve

func main() {
	var err error
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		err = serve(os.Stdin, os.Stdout)
	} else {
		_, here, _, _ := runtime.Caller(0)
		script := filepath.Join(filepath.Dir(here), "main.py")
		err = askPython(script, []Request{
			{Numbers: []float64{3, 1, 2}},
			{Numbers: []float64{10, 20, 30, 40}},
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}
