"""One verb a file: sending, classifying, assigning, answering, publishing, rating."""
