"""Write structured log lines as JSON."""

import contextvars
import json
import logging
import sys

# region logs
request = contextvars.ContextVar("request", default="")


class JsonFormatter(logging.Formatter):
    """Write one JSON object a line, without the time,
    so that this page can show the same output each time."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "level": record.levelname,
            "msg": record.getMessage(),
            "request": request.get(),
        }
        line |= getattr(record, "fields", {})
        return json.dumps(line, separators=(",", ":"))


log = logging.getLogger("shop")


def handle(user: str) -> None:
    log.info("order placed", extra={"fields": {"user": user, "items": 3}})
    log.warning("stock low", extra={"fields": {"item": "lamp", "left": 2}})
    log.debug("not shown at this level")


# endregion logs


def main() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    request.set("r-17")  # on every line of this context
    handle("ada")


if __name__ == "__main__":
    main()
