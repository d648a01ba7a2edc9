"""Makes the language model in `onrecord/language/weights`: data readers, the model, training and export.

Needs the `[train]` extra (PyTorch, transformers); nothing here is installed with the package. `python -m training`
lists the commands, `training/README.md` says how the shipped weights were made.
"""
