"""HTTP views of the diary: parse the request, call one function, serialize. One file a resource."""
