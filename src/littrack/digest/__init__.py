"""What goes into a digest (pure), how it looks, and how it is sent."""
