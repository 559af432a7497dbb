"""The database: the only home of its library."""
