"""A strict exchange: its book and journal (`core`), its faults and wire (`server`), and the app's side (`client`)."""
