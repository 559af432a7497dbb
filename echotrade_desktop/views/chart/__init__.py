"""The live chart: candles, price lines, markers."""
