"""What all job boards share: postings, what is remembered of them, the diff, and a Board that polls one of them."""
