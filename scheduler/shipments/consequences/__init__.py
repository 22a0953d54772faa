"""What comes of a ship that slips or a paper that is late: who is affected, and what must be done by when."""
