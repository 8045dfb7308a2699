"""What answers mean: their forms, their points, the stage and the gaps of each policy, the next steps of a city."""
