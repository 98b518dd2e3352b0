"""Start as an asynchronous JSON service starts: with imports."""

import argparse
import asyncio
import json
import logging
import ssl
import sqlite3
import urllib.request

print("hello")
