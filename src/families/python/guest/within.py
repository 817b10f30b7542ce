"""A limit on what one of several things in a process takes."""

import signal

# The outcome of a call that takes more, in all families.
NO_END = "came to no end within its limits"


class TimeIsUp(BaseException):
    """Raised in the midst of whatever runs. Loops inside the interpreter's own functions do not see it until they end."""


def within(seconds, action):
    """What the action returns, unless it takes more of the processor's time; one that goes on is told again and again."""

    def stop(*_):
        raise TimeIsUp

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    try:
        return action()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
