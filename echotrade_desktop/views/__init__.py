"""The half that shows: knows no exchange."""
