"""The guide for agents: an MCP server over the same engine, with tools and resources."""
