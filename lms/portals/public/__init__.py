"""Views without sign-in: catalogue of courses, verification of certificates, pictures."""
