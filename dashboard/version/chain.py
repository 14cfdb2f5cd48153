def record(**said):
    return {"schema": 1, **said}
