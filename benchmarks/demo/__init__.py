"""The main job from end to end, with invented answers: 36 cities, a real server, two officials who disagree."""
