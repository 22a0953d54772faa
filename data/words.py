"""A list in one cell of a table: its items with a space between them."""


def words(value: object) -> object:
    """The items of a text; whatever else it is stays as it is."""
    return value.split() if isinstance(value, str) else value


def joined(items: tuple[object, ...]) -> str:
    """The items as one text."""
    return " ".join(map(str, items))
