"""The user's rules, one small pure function each. `screening.RULES` says which are asked and in what order."""
