# Run by gdb in a directory with a file `cases`: runs the program with each command line, stops it
# where it is about to end, and prints what is left of the secrets in the memory it can write.
#
# A case is a command line, and after a tab each of the files with its secrets, one a line. A file
# that is one secret as a whole has a - before its name.

import json
import re

import gdb

# So many bytes of a long secret are a find. No word of a passphrase, all of which are words of the
# program too, is as long as the larger number.
PART, PART_OF_WORDS = 8, 12


def secrets(name):
    with open(name.lstrip('-'), 'rb') as file:
        content = file.read()
    if name.startswith('-'):
        return [content]
    lines = content.splitlines()
    if content.startswith(b'{"kind"'):
        lines = [json.loads(line)['value'].encode() for line in lines]
    # The names that fill writes before the values are no secret.
    lines = [re.sub(rb'^[A-Z]=', b'', line) for line in lines]
    return [line for line in lines if len(line) >= 6]


def parts(secret, length):
    """What is looked for: all of a short secret, every run of bytes of a longer one, and some of
    them of a very long one."""
    if len(secret) < 2 * length:
        return [secret]
    step = 1 + len(secret) // 4096
    return [secret[at : at + length] for at in range(0, len(secret) - length + 1, step)]


def writable(process):
    with open(f'/proc/{process}/maps') as maps, open(f'/proc/{process}/mem', 'rb') as memory:
        for line in maps:
            words = line.split()
            if 'w' in words[1]:
                start, end = (int(address, 16) for address in words[0].split('-'))
                memory.seek(start)
                yield words[-1], memory.read(end - start)


def examine(command, names):
    gdb.execute(f'run {command}', to_string=True)
    memory = list(writable(gdb.selected_inferior().pid))
    values = [value for name in names for value in secrets(name)]
    length = PART_OF_WORDS if 'passphrase' in command else PART
    # Of many values the first and the last are looked for.
    for value in values[:3] + values[3:][-3:]:
        for name, content in memory:
            if any(part in content for part in parts(value, length)):
                print(f'FOUND {command}: {value[:80]} in {name}')
    print(f'EXAMINED {command}: {len(values)}')
    gdb.execute('kill')


gdb.execute('catch syscall exit_group')
with open('cases') as cases:
    for case in cases.read().splitlines():
        command, *names = case.split('\t')
        examine(command, names)
