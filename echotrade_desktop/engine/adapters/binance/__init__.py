"""Binance through ccxt: prices of its spot and USDⓈ-M markets, and orders for those who arm live trading."""
