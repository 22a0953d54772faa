"""A router a resource; `dependencies`, `jobs` and `planned` are what several share."""
