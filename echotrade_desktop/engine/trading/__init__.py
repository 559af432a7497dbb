"""From an approved call to a protected position: sizing, orders, stops, portfolio."""
