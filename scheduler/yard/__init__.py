"""The yard while a ship is worked: what stands where, and where a box goes that stands in another's way."""
