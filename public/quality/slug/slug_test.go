// Package slug makes names for addresses, and tests that.
package slug

import (
	"strings"
	"testing"
	"unicode"
)

// Slug keeps letters and digits and joins the rest with "-".
func Slug(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title),
		func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})
	return strings.Join(words, "-")
}

// #region test
func TestSlug(t *testing.T) {
	tests := []struct{ name, title, want string }{
		{"plain", "Go or Python", "go-or-python"},
		{"punctuation", "Why? Because!", "why-because"},
		{"accents", "Crème brûlée", "crème-brûlée"},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Slug(tt.title); got != tt.want {
				t.Errorf("Slug(%q) = %q, want %q",
					tt.title, got, tt.want)
			}
		})
	}
}

// #endregion test
