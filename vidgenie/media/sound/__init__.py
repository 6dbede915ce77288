"""Sound: everything that is heard in a video, and the music this server plays itself."""
