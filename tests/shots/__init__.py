"""`make shots`: a picture of every page of the demo, as each kind of person sees it."""
