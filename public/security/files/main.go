// Files serves names from one folder and refuses what leads out of it.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// #region files
func read(folder, name string) (string, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return "", err
	}
	defer root.Close()
	data, err := root.ReadFile(name)
	return string(data), err
}

// #endregion files

func main() {
	base, err := os.MkdirTemp("", "files")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(base)
	folder := filepath.Join(base, "public")
	os.Mkdir(folder, 0o700)
	os.WriteFile(filepath.Join(base, "secret.txt"), []byte("key"), 0o600)
	os.WriteFile(filepath.Join(folder, "hello.txt"), []byte("hi"), 0o600)
	os.Symlink("../secret.txt", filepath.Join(folder, "link.txt"))

	for _, name := range []string{"hello.txt", "../secret.txt", "link.txt"} {
		text, err := read(folder, name)
		if err != nil {
			text = "refused"
		}
		fmt.Printf("%-14s %s\n", name, text)
	}
}
