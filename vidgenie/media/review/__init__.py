"""What somebody would notice in a finished file: black, frozen or silent parts, loudness."""
