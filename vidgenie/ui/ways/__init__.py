"""Cards of a start that was refused, or will be: what it needs, what there is, the ways out."""
