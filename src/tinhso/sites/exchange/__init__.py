"""The way in for systems that push, and the pages of whoever operates the lines to them."""
