"""WHAT COMES OF IT: results, certificates, evaluation, reporting."""
