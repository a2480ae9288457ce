"""Officers and their posts: appointing, finding, delegating; above what units and agencies are."""
