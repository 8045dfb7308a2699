"""What leaves this computer, what came, and how it stands to the alliance."""
