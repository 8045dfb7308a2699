"""The page of review and sign-off."""
