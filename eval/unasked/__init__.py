"""How well a point of the guide is found that nobody has asked about: each in turn is left out of the asked leg."""
