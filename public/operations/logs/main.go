// Command logs writes structured log lines as JSON.
package main

import (
	"context"
	"log/slog"
	"os"
)

// #region logs
// logger writes one JSON object a line.
func logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(os.Stdout,
		&slog.HandlerOptions{
			Level:       slog.LevelInfo,
			ReplaceAttr: withoutTime,
		}))
}

// withoutTime drops the time, so that this page can show
// the same output each time. A real service keeps it.
func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey && len(groups) == 0 {
		return slog.Attr{}
	}
	return a
}

func handle(ctx context.Context, log *slog.Logger, user string) {
	log.InfoContext(ctx, "order placed", "user", user, "items", 3)
	log.WarnContext(ctx, "stock low", "item", "lamp", "left", 2)
	log.DebugContext(ctx, "not shown at this level")
}

// #endregion logs

func main() {
	log := logger().With("request", "r-17") // on every line
	handle(context.Background(), log, "ada")
}
