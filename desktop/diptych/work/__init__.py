"""Worker processes behind one small port, and its in-line twin. No Qt."""
