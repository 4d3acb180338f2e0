"""How good items are written: rules over stem, options and key, each with a number.

The numbers, and the thresholds that `thresholds.py` starts with, follow the field's published
guidelines: Haladyna, Downing and Rodriguez (2002), A review of multiple-choice item-writing
guidelines for classroom assessment, Applied Measurement in Education 15(3), and the item-writing
guide of the National Board of Medical Examiners on testwiseness.
"""
