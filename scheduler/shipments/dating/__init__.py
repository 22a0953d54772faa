"""Dates of the export chain: how early and how late each step can be, and when it is planned."""
