"""Why shipments go as they do or not at all: alternatives, reasons, and the least change that would serve one."""
