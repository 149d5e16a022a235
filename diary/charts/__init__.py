"""Charts as SVG and PNG: canvas, theme, cache and queue; each chart itself is in `plots/`."""
