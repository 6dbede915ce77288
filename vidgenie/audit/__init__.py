"""Who used what and why: append-only, each line sealed to the one before."""
