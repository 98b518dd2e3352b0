// Signed lets one service prove to another that it sent a message.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// #region signed
func sign(key, message []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write(message)
	return hex.EncodeToString(mac.Sum(nil))
}

func accept(key, message []byte, signature string) bool {
	want := sign(key, message)
	return hmac.Equal([]byte(want), []byte(signature))
}

// #endregion signed

func main() {
	key := []byte("a key from the secret store")
	order := []byte(`{"order":17,"amount":"40.00"}`)
	forged := []byte(`{"order":17,"amount":"4000.00"}`)

	signature := sign(key, order)
	fmt.Println("signature:", signature[:16])
	fmt.Println("original: ", accept(key, order, signature))
	fmt.Println("forged:   ", accept(key, forged, signature))
}
