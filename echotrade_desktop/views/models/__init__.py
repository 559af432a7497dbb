"""Item models and chart series; no widgets."""
