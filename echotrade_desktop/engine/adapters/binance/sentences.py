"""What the user is told when Binance says no, or nothing."""

LONGEST_MESSAGE = 140

BY_CODE = {
    -1013: "the order breaks a rule of this market",
    -1022: "the signature was not accepted; check the API secret",
    -1102: "something was missing in the request",
    -1111: "a price or quantity has too many decimals for this market",
    -1121: "it does not have this symbol",
    -2008: "it does not know this API key",
    -2014: "the API key is malformed; enter it again",
    -2015: "the API key, its address rule or its permissions do not allow this; check the key",
    -2018: "the balance does not suffice",
    -2019: "the margin does not suffice",
    -2020: "the order could not be filled",
    -2021: "the price is through the stop already; it would fire at once",
    -2022: "there is nothing left to reduce",
    -2027: "the position would be larger than this leverage allows",
    -2028: "the leverage is too low for the margin there is",
    -4003: "the quantity is too small",
    -4005: "the quantity is larger than this market takes in one order",
    -4014: "the price is not a multiple of the tick",
    -4028: "this leverage is not offered for the symbol",
    -4045: "too many conditional orders rest there already",
    -4046: "the margin mode is set already",
    -4047: "the margin mode cannot be changed while orders rest there",
    -4048: "the margin mode cannot be changed while a position is open",
    -4059: "the position mode is set already",
    -4061: "the account is in hedge mode; EchoTrade needs one-way mode",
    -4067: "the position mode cannot be changed while orders rest there",
    -4068: "the position mode cannot be changed while positions are open",
    -4108: "the symbol is being settled or delisted",
    -4120: "conditional orders go through another service",
    -4131: "the price is too far from the market",
    -4140: "the symbol does not trade at the moment",
    -4141: "the symbol is closed",
    -4161: "the leverage cannot be lowered while a position is open",
    -4164: "the order is worth less than this market's least",
    -4168: "the account is in multi-assets mode; EchoTrade needs single-asset mode for isolated margin",
    -4192: "the account is in its cooling-off period",
    -4400: "the account may only reduce positions",
    -5022: "the order could not be placed as it was meant",
}


def sentence_of(verdict: str, code: int | None, message: str, who: str) -> str:
    """Return what happened and what to do about it, in words, for a verdict of `answers`."""
    match verdict:
        case "unreached":
            return f"{who} cannot be reached from here; nothing was sent. EchoTrade keeps trying."
        case "banned":
            return f"{who} has shut this address out for a while; nothing was sent. What rests there stays."
        case "throttled":
            return f"{who} wants fewer requests for a moment; nothing was done. It may be tried again."
        case "skewed":
            return f"{who} did not accept the time of the request; the time is measured anew. Try again."
        case "exists":
            return f"{who} has an order with this id already."
        case "gone":
            return f"{who} has no such order any more."
        case "unknown":
            return f"{who} did not say what became of it."
        case _:
            return f"{who} refused it: {_reason(code, message)}."


def _reason(code: int | None, message: str) -> str:
    known = BY_CODE.get(code) if code is not None else None
    if known is not None:
        return f"{known} ({code})"
    said = plain(message)
    if said and code is not None:
        return f"{said.rstrip('.')} ({code})"
    return said.rstrip(".") or "it gave no reason"


def plain(text: str) -> str:
    """Return a text from outside without control characters or markup, and no longer than a line."""
    cleaned = "".join(letter if letter.isprintable() and letter not in "<>" else " " for letter in text)
    return " ".join(cleaned.split())[:LONGEST_MESSAGE]
