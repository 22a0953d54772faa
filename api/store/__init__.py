"""Where jobs and cases live: the database, its tables and their migrations."""
