"""What is cited for answers: the form, the rows, the register."""
