"""Questions, judgements and runs in the forms that other tools read: TREC and BEIR."""
