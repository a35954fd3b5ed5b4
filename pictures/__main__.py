"""Reads a chart as JSON from standard input, writes it as PNG to standard output."""

import json
import sys

from pictures.chart import Chart
from pictures.draw import draw

sys.stdout.buffer.write(draw(Chart.load(json.load(sys.stdin))))
