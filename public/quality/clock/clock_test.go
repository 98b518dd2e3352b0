// Package clock tests code that waits an hour, without waiting.
package clock

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// #region clock
func TestHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		start := time.Now()
		<-ctx.Done() // the clock of the bubble jumps ahead
		if got := time.Since(start); got != time.Hour {
			t.Errorf("waited %v", got)
		}
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Errorf("ended with %v", ctx.Err())
		}
	})
}

// #endregion clock
