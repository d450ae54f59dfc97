"""How rosters are read: bytes to grids or trees, cells to values, rows to entries."""
