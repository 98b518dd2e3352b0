// Command hello starts, prints one line and ends.
package main

import "fmt"

func main() {
	fmt.Println("hello")
}
