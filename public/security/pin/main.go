// Pin accepts a downloaded file only if its digest is the recorded one.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// #region pin
var locked = map[string]string{
	"parser 2.1.0": "acac495a153a51b59239f4cc0eaab882" +
		"a47d531eca46690345ae6e30da861730",
}

func install(name string, file []byte) error {
	want, ok := locked[name]
	if !ok {
		return fmt.Errorf("%s: not in the lock file", name)
	}
	sum := sha256.Sum256(file)
	if hex.EncodeToString(sum[:]) != want {
		return fmt.Errorf("%s: digest differs", name)
	}
	return nil
}

// #endregion pin

func main() {
	good := []byte("def parse(text): return text.split()\n")
	bad := append(good[:len(good):len(good)], "import os\n"...)
	fmt.Println("as locked:", install("parser 2.1.0", good) == nil)
	fmt.Println("changed:  ", install("parser 2.1.0", bad))
	fmt.Println("unknown:  ", install("parsers 2.1.0", good))
}
