"""Files that mean harm, and files that merely had bad luck. One small named function makes each."""
