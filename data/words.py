"""Words: a list in one cell of a table, its items with a space between them; and how many there are of a thing."""


def words(value: object) -> object:
    """The items of a text; whatever else it is stays as it is."""
    return value.split() if isinstance(value, str) else value


def joined(items: tuple[object, ...]) -> str:
    """The items as one text."""
    return " ".join(map(str, items))


def counted(count: int, thing: str) -> str:
    """So many of a thing: 1 box, 2 boxes, 1,200 restows."""
    plural = "" if count == 1 else "es" if thing.endswith("x") else "s"
    return f"{count:,} {thing}{plural}"
