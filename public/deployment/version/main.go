// Version says which release is running.
// Build a release with: go build -ldflags "-X main.version=1.4.0"
package main

import (
	"fmt"
	"runtime/debug"
)

// #region version
var version = "dev" // set by the linker in a release build

func release() string {
	if version != "dev" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Version != "" {
		return info.Main.Version // a tag, or (devel)
	}
	return version
}

// #endregion version

func main() {
	r := release()
	if r == "dev" || r == "(devel)" {
		fmt.Println("orders: not a release")
		return
	}
	fmt.Println("orders", r)
}
