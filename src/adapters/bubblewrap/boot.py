"""The first program inside the sandbox: takes away what is left to take, then runs one program's main().

What becomes of it is written as bytes, without json or print, which the program may have changed by then, and every
line begins with a token that the program has not seen: the lines 'ready' and 'loaded' as they are reached, then
'returned', 'threw' or 'limit' and whatever there is to say, then 'end'.
"""

import importlib
import os
import resource
import sys


def serve(write, leave, json_loads):
    request = json_loads(sys.stdin.buffer.read())
    token = request.pop("token")
    null = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    # The limit holds for all processes of the user in this namespace: it would keep bubblewrap from starting this one.
    resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
    place(request["modules"])
    sys.path[:] = [FOLDER, *request["libraries"], *(path for path in sys.path if path != "/")]

    def say(text):
        rest = f"{token} {text}".encode("utf-8", "backslashreplace")
        while rest:
            rest = rest[write(RESULTS, rest) :]

    say("ready\n")
    say(outcome(request["entry"], request["outputBytes"], lambda: say("loaded\n")))
    say("end\n")
    leave(0)


FOLDER = "/tmp/program"
RESULTS = 4


def place(modules):
    for path, source in modules.items():
        file = os.path.join(FOLDER, path)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8", errors="surrogatepass", newline="") as opened:
            opened.write(source)


def outcome(entry, most, loaded):
    try:
        main = importlib.import_module(entry[:-3].replace("/", ".")).main
        loaded()
        output = main()
        if type(output) is not str:
            raise TypeError("main returned no text")
        return "returned\n" + output if len(output) <= most else "limit\noutput"
    except MemoryError:
        return "limit\nmemory"
    except RecursionError:
        return "limit\nstack"
    except BaseException as error:
        return "threw\n" + told(error)


def told(error):
    try:
        text = f"{type(error).__name__}: {error}"
        return text[:500] if type(text) is str else "an error"
    except BaseException:
        return "an error that cannot be told"


if __name__ == "__main__":
    import json

    serve(os.write, os._exit, json.loads)
