"""EchoTrade Desktop: follow other traders' calls on a live chart, under your own rules."""

__version__ = "0.1.0"
