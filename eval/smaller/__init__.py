"""A smaller encoder: layers and word pieces left out, what is left taught by the whole one, and whether it is worth it.

Distilling into fewer layers of the same kind, started from the teacher's own: Sanh et al., "DistilBERT, a distilled
version of BERT" (2019); sentence vectors as the target: Reimers and Gurevych, "Making Monolingual Sentence Embeddings
Multilingual using Knowledge Distillation" (EMNLP 2020).
"""
