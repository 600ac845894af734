"""The nouns of dondoc: frozen, without I/O, importing nothing of the rest.

`document` is what a file says, `source` where words stand, `facts` what a reader took from them,
`plan` what a person has confirmed, `result` what came of it.
"""
