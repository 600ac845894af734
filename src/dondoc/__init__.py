"""dondoc: from resolution to result. Four verbs: read, extract, assess, write.

from dondoc import read, extract
document = read("NQ-05.docx")
for fact in extract(document).indicators:
    print(fact.name, fact.value, fact.unit, document.quote(fact.span))
"""

__version__ = "0.1.0"
