"""From a file or pasted words to a Paper: formats, limits, head and foot, sections, tables."""
