"""Two Documents become Findings. No file, no store, no Qt."""
