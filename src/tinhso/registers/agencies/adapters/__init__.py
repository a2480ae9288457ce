"""The data files of a province, read into the words of the room."""
