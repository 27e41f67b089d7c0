"""The HNSW graph's parameters, for FAISS and Milvus alike."""

LINKS = 32

EF_CONSTRUCTION = 400
"""Of 20,000 passages, real questions find 0.97 of their ten nearest with 120 and 0.986 with 400, at 128 places."""

EF_SEARCH = 128
"""How many places a search looks at, at least; FAISS looks at twice or four times as many where it must."""
