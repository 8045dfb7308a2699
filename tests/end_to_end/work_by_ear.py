"""A program of its own, as AT-SPI wants it: works a running Waymark by what can be heard, and tells it."""

from tests.fakes.screen_reader import desktop, until

QUESTION = "ICT accessibility in public procurement: is there a rule?"


def main() -> None:
    """Opens the question that the overview proposes, reads its answers, chooses one, and hears that it counts."""
    until("push button", QUESTION).press()
    until("radio button", "No").press()
    chosen = until("radio button", "No", lambda thing: thing.is_checked)
    cards = [thing.name for thing in desktop().all_within() if thing.role == "radio button" and thing.is_showing]
    waiting = until("label", "1 change waits to be sent")
    print(*cards, f"chosen: {chosen.name}", waiting.name, sep="\n")


if __name__ == "__main__":
    main()
