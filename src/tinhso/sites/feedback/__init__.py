"""Pages of feedback and ratings: for citizens on the portal, for officers on the desk."""
