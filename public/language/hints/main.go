// Command hints shows what the compiler leaves to run time.
package main

import "fmt"

// #region hints
type user struct{ name string }

func find(name string) *user {
	if name == "ada" {
		return &user{name}
	}
	return nil // allowed by the type
}

func main() {
	defer func() { fmt.Println("panic:", recover()) }()
	fmt.Println(find("ada").name)
	fmt.Println(find("bob").name)
}

// #endregion hints
