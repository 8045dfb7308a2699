"""A registrar's own machine: keys, alliance documents and acts, all in files. Nothing here runs beside the server."""
