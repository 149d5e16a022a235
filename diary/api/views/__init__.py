"""The diary over HTTP: read the request, one call, say how it stands. One file a resource."""
