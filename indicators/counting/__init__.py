"""From measures to figures: one statement counts any measures, for any places, in any periods."""
