"""ffmpeg, probing, verification and thumbnails; all real work happens in child processes."""
