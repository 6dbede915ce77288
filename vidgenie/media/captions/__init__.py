"""Captions: who says what when becomes pictures (libass) and sidecar files (SRT, VTT)."""
