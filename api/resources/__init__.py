"""What the routes take and answer with: the schemas of the OpenAPI document, each with its example."""
