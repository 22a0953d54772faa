"""What can be asked for, and the answer: the same for the command line and a job."""
