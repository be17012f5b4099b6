"""Other ways to give: pages whose text is in staff's hands."""
