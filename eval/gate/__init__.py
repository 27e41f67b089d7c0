"""The gate: dev against a stored reference run and against floors.

A drop fails the gate where it is for the worse, significant (randomisation test over groups, Holm-corrected over the
gated measures), and greater than the measure's margin, which allows for processors that round otherwise: see
`eval/floors.toml`.
"""
