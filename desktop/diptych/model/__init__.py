"""What a reader talks about: frozen dataclasses and errors. No file, no SQL, no Qt."""
