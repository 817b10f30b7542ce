"""The first program inside the sandbox: takes away what is left to take, then runs one program's main().

What becomes of it is written as bytes, without json or print, which the program may have changed by then: the lines
'ready' and 'loaded' as they are reached, then 'returned', 'threw' or 'limit' and whatever there is to say.
"""

import importlib
import os
import resource
import sys


def serve(write, leave, json_loads):
    request = json_loads(sys.stdin.buffer.read())
    results = os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    limit(request)
    place(request["modules"])
    sys.path[:] = [FOLDER, *request["libraries"], *(path for path in sys.path if path != "/")]

    def say(text):
        rest = text.encode("utf-8", "backslashreplace")
        while rest:
            rest = rest[write(results, rest) :]

    say("ready\n")
    say(outcome(request["entry"], request["outputBytes"], lambda: say("loaded\n")))
    leave(0)


FOLDER = "/tmp/program"


def limit(request):
    seconds = max(1, -(-request["timeMs"] // 1000))
    # One second more before the kernel kills: the signal that comes first says why.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for name, most in (
        (resource.RLIMIT_AS, request["memoryBytes"]),
        (resource.RLIMIT_FSIZE, request["fileBytes"]),
        (resource.RLIMIT_NPROC, 1),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (most, most))


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
