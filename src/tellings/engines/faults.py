"""What was raised in another process, on its way to this one."""

import pickle
import traceback


def pack_fault(err: Exception) -> bytes:
    """``(False, err)`` pickled, with the traceback as a note; an error that cannot be pickled is told in words."""
    err.add_note("In the worker:\n" + "".join(traceback.format_exception(err)).rstrip())
    try:
        packed = pickle.dumps((False, err))
        pickle.loads(packed)
    except Exception:
        packed = pickle.dumps((False, RuntimeError(f"{type(err).__name__}: {err}")))
    return packed
