"""Results by post: where they go, on which list the post office gets them, what became of each parcel."""
