"""Jobs: a request to plan or simulate, run as a process of its own, with progress and a result that outlive it."""
