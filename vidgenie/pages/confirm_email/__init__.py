"""The page that confirms another e-mail address."""
