"""From a Timeline to one video: pieces are encoded and kept, then joined without a loss."""
