"""How people and programs reach Dermaga: the HTTP interface, the command line and the board. No domain logic."""
