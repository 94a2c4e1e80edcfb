"""What labelled sentences taught: weights of short runs of characters, beside the grammar. Trained by ``train``."""
