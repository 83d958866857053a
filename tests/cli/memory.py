# Run by gdb in a directory with a file `cases`: runs the program with each command line, stops it at its
# end, and prints the secrets that are left in its writable memory.
#
# A line of `cases` is a command line and, after tabs, the files with its secrets, one secret on each line.
# These marks change how a file is read:
#   -NAME   the whole file is a secret
#   +NAME   the file is a document, and its long words are secrets
#   ~NAME   the line of the file is typed at the program's question
#   NAME/   each file of the directory is a secret

import base64
import binascii
import json
import os
import pty
import re
import string
import struct
import subprocess

import gdb

# This many bytes of a long secret count as found. The words of passphrases are also in the program, and are
# shorter than the larger number.
PART, PART_OF_WORDS = 8, 12

# The bytes of the stack that are used after it was wiped, and the bytes that may be left below them: the
# return address of the wiping.
ENDING, LEFT = 4096, 64

# Values of at least this many bytes are expanded from keys.
EXPANDED = 16 * 1024

# The orders of characters, in which their numbers are drawn and encoded.
LETTERS = string.ascii_lowercase + string.ascii_uppercase
ALPHABETS = [
    string.digits + string.ascii_lowercase,
    string.digits + string.ascii_uppercase + string.ascii_lowercase,
    string.ascii_uppercase + '234567',
    '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
    LETTERS + string.digits + string.punctuation,
    ''.join(map(chr, range(ord('!'), ord('~') + 1))),
]


def content(name):
    with open(name, 'rb') as file:
        return file.read()


def secrets(name):
    if name.endswith('/'):
        return [content(name + file) for file in os.listdir(name) if not file.startswith('.')]
    text = content(name.lstrip('-+~'))
    if name.startswith('-'):
        return [text]
    if name.startswith('+'):
        return re.findall(rb'[\w+/=-]{16,}', text)
    lines = text.splitlines()
    if text.startswith(b'{"kind"'):
        lines = [json.loads(line)['value'].encode() for line in lines]
    # The rest of a URI is not secret, and neither are the names that fill writes before values.
    lines = [re.sub(rb'^otpauth.*[?&](?:secret|data)=([^&]*).*', rb'\1', line) for line in lines]
    lines = [re.sub(rb'^[A-Z]=', b'', line) for line in lines]
    return [line for line in lines if len(line) >= 6]


def forms(secret):
    """The secret, the bytes that it is the text of, and its encodings."""
    yield secret
    yield from (base64.b64encode(secret), binascii.hexlify(secret), base64.b32encode(secret))
    # A QR code of bytes has four bits before them.
    yield bytes(
        (first << 4 | second >> 4) & 0xFF for first, second in zip(secret, secret[1:])
    )
    if secret.isdigit():
        yield int(secret).to_bytes(len(secret), 'little').rstrip(b'\0')
        yield int(secret).to_bytes(len(secret), 'big').lstrip(b'\0')
    for decode in (binascii.unhexlify, base64.b32decode, base64.urlsafe_b64decode, base64.b64decode):
        # The text may lack its padding.
        for padded in (secret, secret + b'=' * (-len(secret) % 8), secret + b'=' * (-len(secret) % 4)):
            try:
                yield decode(padded)
            except ValueError:
                pass
    for alphabet in ALPHABETS:
        if all(chr(byte) in alphabet for byte in secret):
            yield bytes(alphabet.index(chr(byte)) for byte in secret)


def parts(secret, length):
    """The parts to search for: a short secret, every run of bytes of a longer secret, and some runs of a
    very long secret."""
    for form in set(forms(secret)):
        if form == secret and len(form) < 2 * length:
            yield form
        elif len(form) >= length:
            step = 1 + len(form) // 4096
            for at in range(0, len(form) - length + 1, step):
                yield form[at : at + length]


def expanded(key):
    """The first bytes of ChaCha20 (RFC 8439) with this key and a nonce of zeros."""
    start = [*struct.unpack('<12I', b'expand 32-byte k' + key), 0, 0, 0, 0]
    state = start[:]
    columns = [(at, at + 4, at + 8, at + 12) for at in range(4)]
    diagonals = [(at, 4 + (at + 1) % 4, 8 + (at + 2) % 4, 12 + (at + 3) % 4) for at in range(4)]
    for a, b, c, d in 10 * (columns + diagonals):
        for sum, term, turned, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[sum] = (state[sum] + state[term]) & 0xFFFFFFFF
            mixed = state[turned] ^ state[sum]
            state[turned] = (mixed << turn | mixed >> 32 - turn) & 0xFFFFFFFF
    return struct.pack('<4I', *((state[at] + start[at]) & 0xFFFFFFFF for at in range(4)))


def keys(memory, value):
    """The memory areas that have the key of a part of the value."""
    starts = {value[at : at + 16] for at in range(0, len(value), 4096)}
    for name, piece in memory:
        for at in range(0, len(piece) - 31, 4):
            key = piece[at : at + 32]
            # Skips text and addresses. A key is skipped with odds below 2^-40.
            if len(set(key)) > 20 and key.count(0) < 6 and expanded(key) in starts:
                yield name


def writable(process):
    """The writable memory of the program, in pieces without long runs of zeros."""
    with open(f'/proc/{process}/maps') as maps, open(f'/proc/{process}/mem', 'rb') as memory:
        for line in maps:
            words = line.split()
            if 'w' in words[1]:
                start, end = (int(address, 16) for address in words[0].split('-'))
                memory.seek(start)
                content = memory.read(end - start)
                for piece in re.finditer(rb'[^\0](?:\0{0,63}[^\0])*', content):
                    # Pieces are aligned to words.
                    yield words[-1], content[piece.start() & ~7 : piece.end()]


def deep_in_the_stack(process):
    """The number of bytes on the stack that are not zero, below the part used since the wiping."""
    with open(f'/proc/{process}/maps') as maps, open(f'/proc/{process}/mem', 'rb') as memory:
        start = next(int(line.split('-')[0], 16) for line in maps if '[stack]' in line)
        memory.seek(start)
        below = memory.read(int(gdb.parse_and_eval('(unsigned long)$sp')) - start)
    deep = below[:-ENDING]
    return len(deep) - deep.count(0)


# Waits for a question at the terminal on stdin, and types the content of a file.
TYPIST = '''import os, sys
shown = b''
while b': ' not in shown:
    shown += os.read(0, 1024)
with open(sys.argv[1], 'rb') as file:
    os.write(0, file.read())
'''


def type_at_question(name):
    terminal, programs = pty.openpty()
    gdb.execute(f'set inferior-tty {os.ttyname(programs)}')
    subprocess.Popen(['python3', '-c', TYPIST, name], stdin=terminal)


def examine(command, names):
    gdb.execute('set inferior-tty')
    for name in names:
        if name.startswith('~'):
            type_at_question(name.lstrip('~'))
    gdb.execute(f'run {command}', to_string=True)
    process = gdb.selected_inferior().pid
    memory = list(writable(process))
    length = PART_OF_WORDS if 'passphrase' in command else PART
    runs = {
        piece[at : at + length]: name
        for name, piece in memory
        for at in range(len(piece) - length + 1)
    }
    values = [value for name in names for value in secrets(name)]
    # Of many values only the first and the last three are searched for.
    for value in values[:3] + values[3:][-3:]:
        for part in parts(value, length):
            place = runs.get(part)
            if len(part) != length:
                place = next((name for name, piece in memory if part in piece), None)
            if place:
                print(f'FOUND {command}: {value[:80]} in {place} as {part}')
                break
        if len(value) >= EXPANDED:
            for place in keys(memory, value):
                print(f'FOUND {command}: a key in {place}')
    left = deep_in_the_stack(process)
    if left > LEFT:
        print(f'FOUND {command}: {left} bytes deep in the stack')
    print(f'EXAMINED {command}: {len(values)}')
    gdb.execute('kill')


gdb.execute('catch syscall exit_group')
with open('cases') as cases:
    for case in cases.read().splitlines():
        command, *names = case.split('\t')
        examine(command, names)
