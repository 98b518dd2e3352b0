"""Fit a line to measurements and export the model as JSON."""

import json
import statistics

# region model
HOURS = [1, 2, 3, 4, 5, 6, 7, 8]
SCORE = [52, 55, 61, 64, 68, 71, 77, 80]


def train() -> dict[str, float]:
    line = statistics.linear_regression(HOURS, SCORE)
    return {
        "slope": round(line.slope, 6),
        "intercept": round(line.intercept, 6),
    }


# endregion model

if __name__ == "__main__":
    model = train()
    print(json.dumps(model))
    for hours in (2.5, 10):
        score = model["intercept"] + model["slope"] * hours
        print(f"{hours:g} hours: {score:.2f}")
