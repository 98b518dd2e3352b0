// Config reads settings from the environment and reports every mistake.
package main

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// #region config
type Config struct {
	Port     int
	Timeout  time.Duration
	Database *url.URL
}

func load(get func(string) string) (Config, error) {
	var c Config
	var errs []error

	port, err := strconv.Atoi(or(get("PORT"), "8080"))
	if err != nil || port < 1 || port > 65535 {
		errs = append(errs, errors.New("PORT: want 1 to 65535"))
	}
	c.Port = port

	c.Timeout, err = time.ParseDuration(or(get("TIMEOUT"), "5s"))
	if err != nil || c.Timeout <= 0 {
		errs = append(errs, errors.New("TIMEOUT: want e.g. 5s"))
	}

	c.Database, err = url.Parse(get("DATABASE_URL"))
	if err != nil || c.Database.Host == "" {
		errs = append(errs, errors.New("DATABASE_URL: want a URL"))
	}
	return c, errors.Join(errs...)
}

func or(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}

// #endregion config

// A real program passes os.Getenv; a map makes the run repeatable.
func try(env map[string]string) {
	c, err := load(func(key string) string { return env[key] })
	if err != nil {
		fmt.Printf("refused:\n%v\n", err)
		return
	}
	fmt.Println("port", c.Port, "timeout", c.Timeout,
		"database", c.Database.Host)
}

func main() {
	try(map[string]string{
		"DATABASE_URL": "postgres://app:secret@db.internal/orders",
	})
	try(map[string]string{"PORT": "http", "TIMEOUT": "soon"})
}
