import hashlib
import json


def canonical(document):
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(document):
    return hashlib.sha256(canonical(document)).hexdigest()
