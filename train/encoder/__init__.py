"""Trains the shipped encoder: corpora, windows, heads, two rounds of learning, export to ONNX.

python -m train.encoder --data DATA --base FOLDER --out FOLDER [--recipe open|full]
"""
