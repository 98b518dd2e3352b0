// Password stores and checks a password with PBKDF2.
package main

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// #region password
const rounds = 600_000

func derive(password string, salt []byte, n int) ([]byte, error) {
	return pbkdf2.Key(sha256.New, password, salt, n, 32)
}

func hash(password string) (string, error) {
	salt := make([]byte, 16)
	rand.Read(salt) // never fails: see crypto/rand
	key, err := derive(password, salt, rounds)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("pbkdf2-sha256$%d$%x$%x", rounds, salt, key), nil
}

func verify(password, stored string) bool {
	part := strings.Split(stored, "$")
	if len(part) != 4 || part[0] != "pbkdf2-sha256" {
		return false
	}
	n, err1 := strconv.Atoi(part[1])
	salt, err2 := hex.DecodeString(part[2])
	want, err3 := hex.DecodeString(part[3])
	if err1 != nil || err2 != nil || err3 != nil {
		return false
	}
	got, err := derive(password, salt, n)
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1
}

// #endregion password

func main() {
	stored, err := hash("correct horse")
	if err != nil {
		panic(err)
	}
	fmt.Println("stored as  ", stored[:21]+"...")
	fmt.Println("right word:", verify("correct horse", stored))
	fmt.Println("wrong word:", verify("incorrect horse", stored))
	fmt.Println("no hash:   ", verify("correct horse", "plain"))
}
