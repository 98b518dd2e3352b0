// Command passes a hostile file name to another program, twice.
package main

import (
	"fmt"
	"os/exec"
)

// #region command
// The name is one argument, whatever is in it.
func list(name string) ([]byte, error) {
	return exec.Command("printf", "%s\n", name).Output()
}

// A shell reads the name as part of a script.
func listUnsafe(name string) ([]byte, error) {
	return exec.Command("sh", "-c", "echo "+name).Output()
}

// #endregion command

func main() {
	name := "report.txt; echo INJECTED"
	for _, run := range []func(string) ([]byte, error){list, listUnsafe} {
		out, err := run(name)
		if err != nil {
			fmt.Println("error:", err)
		}
		fmt.Printf("%s---\n", out)
	}
}
