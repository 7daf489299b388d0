"""Every change of an alliance: drafting, signing, steps of its life, activities."""
