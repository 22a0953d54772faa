"""Who may call, what they may see and ask for, and what is refused before anybody works on it."""
