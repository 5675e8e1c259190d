"""Text to scores and spans: quotation marks, sentences, encoding, the reader's forward pass and its decoding."""
