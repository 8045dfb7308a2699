"""Who works for the city, on which computers; and joining a city."""
