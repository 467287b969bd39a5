"""A selection becomes an anchor; anchors find their place again. Pure functions."""
