"""What `echotrade` does besides opening the window: each command is a function that returns an exit code."""
