"""The shipped encoder: one small model with several heads, run by ONNX Runtime."""
