"""Local text: a prompt enhanced by rules, in its own language, without a model."""
