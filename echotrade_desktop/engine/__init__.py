"""The half that trades: knows no screen."""
