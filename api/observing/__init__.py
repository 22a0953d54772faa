"""What is written down of requests and jobs: logs and metrics."""
