"""The command line: `dermaga`."""


def main() -> None:
    """Run the command line. The commands are imported here: worker processes import the program, and need none."""
    from api.cli.main import main as run

    run()
