"""The words of trading: values, events, commands and ports; standard library only."""
