"""The live room: page, websocket and its HTTP fallback."""
