"""Tables: a row of labels over a row of values, read as if each value stood behind its label."""

from echotrade_desktop.engine.signals.parser.labels import ENTRY, LEVERAGE, STOP, TARGET, role_of
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, PUNCT, SYMBOL, WORD, Token

_SEPARATORS = ("|", ";", ",")
_MIN_COLUMNS = 3
_RULE = frozenset("-=+|:_")


def unfold(lines: list[list[Token]]) -> list[list[Token]]:
    """Return the lines with a table of one row turned into labelled lines; anything else stays as it is."""
    for place, line in enumerate(lines):
        header = _header(line)
        if header is None:
            continue
        rows = [other for other in lines[place + 1 :] if not _is_rule(other)]
        if not rows or (len(rows) > 1 and _cells(rows[1], header[0], len(header[1])) is not None):
            return lines
        cells = _cells(rows[0], header[0], len(header[1]))
        if cells is None or any(cell and not label for label, cell in zip(header[1], cells, strict=True)):
            return lines
        made = [_labelled(label, cell) for label, cell in zip(header[1], cells, strict=True) if cell]
        return [*lines[:place], *made, *rows[1:]]
    return lines


def _is_rule(line: list[Token]) -> bool:
    return all(token.kind not in {WORD, NUMBER, SYMBOL} for token in line)


def _header(line: list[Token]) -> tuple[str, list[list[Token]]] | None:
    """Return how the columns are separated and the header cells, if a line is a row of labels only."""
    if len(line) < _MIN_COLUMNS or any(_is_value(token) for token in line):
        return None
    labels = [token for n, token in enumerate(line) if _is_label(line, n)]
    if len(labels) < _MIN_COLUMNS:
        return None
    for separator in _SEPARATORS:
        cells = _split(line, separator)
        if len(cells) >= _MIN_COLUMNS and all(len(cell) <= 3 for cell in cells):
            return separator, cells
    if any(token.folded in {":", "="} for token in line):
        return None
    cells = _by_label(line)
    return ("", cells) if len(cells) == len(labels) else None


def _is_value(token: Token) -> bool:
    return token.kind == SYMBOL or (token.kind == NUMBER and len(token.folded) > 1)


def _is_label(line: list[Token], place: int) -> bool:
    token = line[place]
    return role_of(line, place) in {ENTRY, STOP, TARGET, LEVERAGE, "price"} or token.has("side_label", "symbol_label")


def _by_label(line: list[Token]) -> list[list[Token]]:
    cells: list[list[Token]] = []
    for place, token in enumerate(line):
        if _is_label(line, place):
            cells.append([token])
        elif cells and token.kind == NUMBER and token.glued:
            cells[-1].append(token)
        else:
            return []
    return cells


def _split(line: list[Token], separator: str) -> list[list[Token]]:
    cells: list[list[Token]] = [[]]
    for token in line:
        if token.kind == PUNCT and token.folded == separator:
            cells.append([])
        else:
            cells[-1].append(token)
    if not cells[0]:
        cells = cells[1:]
    return cells[:-1] if cells and not cells[-1] else cells


def _cells(line: list[Token], separator: str, count: int) -> list[list[Token]] | None:
    """Return the cells of a value row, or None if they do not match the columns."""
    if separator:
        cells = _split(_apart(line, separator), separator)
    else:
        cells = []
        for token in line:
            if cells and token.glued:
                cells[-1].append(token)
            else:
                cells.append([token])
    return cells if len(cells) == count and any(token.kind == SYMBOL for cell in cells for token in cell) else None


def _apart(line: list[Token], separator: str) -> list[Token]:
    """Cut numbers that a comma joins in a comma-separated row: "5.62,5.86"."""
    if separator != ",":
        return line
    parts: list[Token] = []
    for token in line:
        if token.kind != NUMBER or "," not in token.folded:
            parts.append(token)
            continue
        start = token.start
        for place, piece in enumerate(token.folded.split(",")):
            if place:
                parts.append(Token(PUNCT, ",", ",", start - 1, start, token.line, glued=True))
            parts.append(Token(NUMBER, piece, piece, start, start + len(piece), token.line, glued=True))
            start += len(piece) + 1
    return parts


def _labelled(label: list[Token], cell: list[Token]) -> list[Token]:
    head = label[0]
    colon = Token(PUNCT, ":", ":", head.end, head.end, head.line, glued=False)
    return [*label, colon, *cell]
