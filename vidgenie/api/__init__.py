"""REST over the services, one file for each resource, and the guard around it all."""
