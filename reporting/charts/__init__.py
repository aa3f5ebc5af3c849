"""Charts as accessible SVG, made by the server: no script, no inline style.

Colours are classes of app.css, so that dark pages and print follow; presentation attributes are the light fallback for
a bare .svg file. x is a share of the width ("37.50%") and y is in pixels, and polylines live in a nested <svg> that may
be stretched: letters keep their size at 350 and at 1100 px. Give `width=` for a drawing of fixed size (.svg, .png).
Every chart tells its numbers in its label; the table twin beside it is the caller's duty. Unknown (None) is hatched or
left out of the line, never drawn as 0.
"""

from reporting.charts.bars import bullet, month_bars, ranked_bars
from reporting.charts.legends import class_legend, mark_swatch, swatch
from reporting.charts.lines import line_with_target, sparkline
from reporting.charts.tiles import rows_of_tiles, tile_grid
from reporting.charts.units import PER_MILLE, PERCENT, VND, Unit, count

__all__ = [
    "PERCENT",
    "PER_MILLE",
    "VND",
    "Unit",
    "bullet",
    "class_legend",
    "count",
    "line_with_target",
    "mark_swatch",
    "month_bars",
    "ranked_bars",
    "rows_of_tiles",
    "sparkline",
    "swatch",
    "tile_grid",
]
