"""Checks the stated entropy and the drawn values of secrets with independent counts.

No method of the program is used. Small sets are counted by trying every string. Large sets are counted
by closed formulas, by exponential generating functions and, for --max-run, by signed blocks (Goulden and
Jackson). The formulas are also checked with every string of small sets. Some recipes are random, from a
fixed seed, so that every run checks the same recipes.

    python3 tests/cli/entropy.py          the recipes of the tests
    python3 tests/cli/entropy.py 5000     5000 random recipes of each kind
"""

import base64
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal, localcontext
from functools import lru_cache
from math import comb, perm, prod

LISTS = pathlib.Path(__file__).parents[2] / "src/commands/passphrase"
RANDOM = int(sys.argv[1]) if len(sys.argv) > 1 else 60
LOWER, UPPER, DIGITS = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
SYMBOLS = "".join(map(chr, [*range(33, 48), *range(58, 65), *range(91, 97), *range(123, 127)]))
CROCKFORD = "".join(c for c in DIGITS + UPPER if c not in "ILOU")
BASE58 = "".join(c for c in DIGITS + UPPER + LOWER if c not in "0OIl")
BASE62 = DIGITS + UPPER + LOWER
NAMED = {
    "alnum": BASE62, "alpha": UPPER + LOWER, "lower": LOWER, "upper": UPPER, "digits": DIGITS,
    "hex": DIGITS + "abcdef", "base32": UPPER + "234567", "crockford": CROCKFORD, "base58": BASE58,
    "base62": BASE62, "base64": BASE62 + "+/", "base64url": BASE62 + "-_", "printable": BASE62 + SYMBOLS,
}

checked = Counter()


def secrets(arguments, stdin=""):
    return subprocess.run(["secrets", *arguments], input=stdin, capture_output=True, text=True)


@lru_cache(None)
def log2(number, likeliest=1):
    """The binary logarithm of a quotient to 40 digits."""
    with localcontext() as context:
        context.prec = 40
        spare = max(0, number.bit_length() - 256)
        quotient = Decimal(number >> spare) / likeliest
        return quotient.ln() / Decimal(2).ln() + spare


def is_stated(count, possibilities):
    """Whether a text of possibilities states count: above 64 bits as a power of two with three decimals,
    otherwise exactly."""
    base, _, exponent = possibilities.partition("^")
    if base == "2" and count >= 2**64:
        return abs(Decimal(exponent) - log2(count)) <= Decimal("0.00050001")
    return int(base) ** int(exponent or 1) == count


def check(arguments, count, is_right, likeliest=1, stdin="", values=1):
    """Asserts that the command line draws right values and states the entropy of count."""
    command = 2 if arguments[0] in ("totp", "hotp") else 1
    options = ["--json", *(["-n", str(values)] if values > 1 else [])]
    arguments = [*arguments[:command], *options, *arguments[command:]]
    done = secrets(arguments, stdin)
    what = " ".join(["secrets", *arguments])
    assert done.returncode == 0, f"{what}: {done.stderr}"
    # Only newlines end a value: other line ends may be part of it.
    lines = [json.loads(line) for line in done.stdout.strip("\n").split("\n")]
    for line in lines:
        bits = Decimal(line["entropy_bits"])
        # At most three operations on f64 have an error of half a unit in the last place each.
        exact = log2(count, likeliest)
        largest = max(log2(count), 1)
        assert abs(bits - exact) <= largest * 3 / 2**53, f"{what}: {bits}, and not {exact:.20}"
        possibilities, _, rest = line["possibilities"].partition(", the likeliest value ")
        assert is_stated(count, possibilities), f"{what}: {possibilities}, and not {count}"
        assert rest == (f"{likeliest} times" if likeliest > 1 else ""), what
        value = line["value"] if "value" in line else base64.b64decode(line["value_base64"])
        assert is_right(value), f"{what}: {value!r} breaks the rules"
    checked[arguments[0]] += 1
    return lines


# Bytes and encodings.

def from_radix(digits, text):
    number = 0
    for character in text:
        number = number * len(digits) + digits.index(character)
    zeros = len(text) - len(text.lstrip(digits[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def from_crockford(text):
    plain = text.translate(str.maketrans(CROCKFORD, UPPER + "234567"))
    return base64.b32decode(plain + "=" * (-len(plain) % 8))


DECODERS = {
    "hex": bytes.fromhex,
    "base64": lambda text: base64.b64decode(text, validate=True),
    "base64url": lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)),
    "base32": base64.b32decode,
    "crockford": from_crockford,
    "base58": lambda text: from_radix(BASE58, text),
    "base62": lambda text: from_radix(BASE62, text),
}
ENCODERS = {
    "hex": bytes.hex,
    "base64": lambda raw: base64.b64encode(raw).decode(),
    "base64url": lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("="),
    "base32": lambda raw: base64.b32encode(raw).decode(),
    "crockford": lambda raw: base64.b32encode(raw).decode().rstrip("=").translate(
        str.maketrans(UPPER + "234567", CROCKFORD)),
}


def byte_strings():
    commands = [("hex", ["hex"]), ("base64url", ["urlsafe"])]
    commands += [(name, ["bytes", "--encoding", name]) for name in DECODERS]
    for name, command in commands:
        def is_right(size):
            return lambda text: len(DECODERS[name](text)) == size and (
                name not in ENCODERS or ENCODERS[name](DECODERS[name](text)) == text)
        check(command, 256**32, is_right(32))
        for size in (1, 5, 16, 33, 200):
            check([*command, str(size)], 256**size, is_right(size))
        check([*command, "1kB"], 256**1000, is_right(1000))
        for bits in (1, 8, 9, 128, 129):
            check([*command, "--bits", str(bits)], 256 ** -(-bits // 8), is_right(-(-bits // 8)))
        if name in ENCODERS:
            lengths = {len(ENCODERS[name](bytes(size))): size for size in range(1, 60)}
            for length, size in list(lengths.items())[::9]:
                check([*command, "--chars", str(length)], 256**size,
                      lambda text: len(text) == length and is_right(size)(text))
    for size in 1, 7, 20_000:
        check(["bytes", str(size)], 256**size, lambda raw: len(raw) == size)


def numbers(chance):
    ranges = [(1000, 0), (2**64, 0), (2**64 + 1, 0), (10**30, 0), (7, 1), (1, 0), (5, -5), (-3, -10), (3**700, -(2**999))]
    for _ in range(RANDOM // 3):
        low = chance.randrange(-2 ** chance.randrange(1, 200), 2 ** chance.randrange(1, 200))
        ranges.append((low + chance.randrange(1, 2 ** chance.randrange(1, 200)), low))
    for end, low in ranges:
        count = end - low
        if count > 0:
            check(["below", str(end), "--from", str(low)], count, lambda text: low <= int(text) < end, values=5)
    check(["below", "0x1_00"], 256, lambda text: 0 <= int(text) < 256)
    check(["below", "2^521"], 2**521, lambda text: 0 <= int(text) < 2**521)


def choices(chance):
    lists = [["a", "b"], ["a"], ["a", "a"], ["x", "y", "y", "z", "y"], [str(n) for n in range(100)]]
    lists += [[chance.choice("abcdefgh") for _ in range(chance.randrange(1, 40))] for _ in range(RANDOM // 3)]
    for items in lists:
        likeliest = max(Counter(items).values())
        check(["choice", *items], len(items), lambda item: item in items, likeliest, values=3)
    items = lists[3] + ["w"] * 3
    for options, size in ([], 1), (["--distinct", "-n", "4"], 4), (["--shuffle"], 8):
        lines = check(["choice", *options], 8, lambda item: item in items, 3, stdin="\n".join(items))
        drawn = Counter(line["value"] for line in lines)
        assert drawn.total() == size and not drawn - Counter(items), drawn


# Codes and keys.

def ungrouped(text, group, separator):
    parts = text.split(separator) if group else [text]
    if group and not (all(len(part) == group for part in parts[:-1]) and 0 < len(parts[-1]) <= group):
        return None
    return "".join(parts)


def codes(chance):
    check(["otp"], 10**6, lambda text: re.fullmatch("[0-9]{6}", text))
    for digits in (1, 8, 100, 1024):
        check(["otp", "--digits", str(digits)], 10**digits, lambda text: re.fullmatch(f"[0-9]{{{digits}}}", text))
    for _ in range(RANDOM // 2):
        name = chance.choice([*NAMED, "aé€😀", "01", "a-fz"])
        characters = NAMED.get(name) or name.replace("a-f", "abcdef")
        length, group, separator = chance.randrange(1, 60), chance.randrange(0, 8), chance.choice([" ", "::", "~."])
        options = ["--length", str(length)] if length != 6 else []
        if 0 < group < length and not set(separator) & set(characters):
            options += ["--group", str(group), "--separator", separator]
        else:
            group = 0
        check(["otp", "--charset", name, *options], len(characters)**length, lambda text: (
            (plain := ungrouped(text, group, separator)) is not None
            and len(plain) == length and set(plain) <= set(characters)), values=2)
    for length, count in (15, 10), (13, 1), (13, 1000), (40, 3):
        lines = check(["otp", "--recovery", "--length", str(length), "-n", str(count)], 32**length - (count - 1),
                      lambda text: (plain := ungrouped(text, 5, "-")) and len(plain) == length and set(plain) <= set(CROCKFORD))
        assert len({line["value"] for line in lines}) == count
    # PINs are counted by trying every text.
    rules = {
        "--no-leading-zero": lambda code: code[0] != "0",
        "--no-repeats": lambda code: len(set(code)) == len(code),
        "--no-runs": lambda code: not any(code[at:at + 3] in run for run in ("0123456789", "9876543210") for at in range(len(code) - 2)),
    }
    for length in range(3, 7):
        for number in range(1, 8):
            options = [option for bit, option in enumerate(rules) if number >> bit & 1]
            meets = lambda code: all(rules[option](code) for option in options)
            count = sum(meets(f"{code:0{length}}") for code in range(10**length))
            check(["otp", str(length), *options], count, meets, values=5)
    # The entropy of a batch is that of one value when the others are known.
    for command, size in (["otp", "1"], 10), (["hex", "1"], 256), (["below", "77"], 77), (["pattern", "[ab]{3}"], 8):
        for count in {2, size // 2, size}:
            lines = check([*command, "--distinct", "-n", str(count)], size - (count - 1), lambda _: True)
            assert len({line["value"] for line in lines}) == count
    assert len(check(["otp", "--recovery"], 32**15 - 9, lambda _: True)) == 10


def crc_digits(text):
    """CRC-32 bit by bit, in six digits of base62."""
    register = 0xFFFFFFFF
    for byte in text.encode():
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0xEDB88320 if register & 1 else 0)
    number = register ^ 0xFFFFFFFF
    return "".join((DIGITS + UPPER + LOWER)[number // 62**place % 62] for place in range(5, -1, -1))


def keys(chance):
    alphabets = {name: NAMED[name] for name in ("hex", "base62", "base58", "crockford", "base64url")}

    def key(options, alphabet, chars, prefix="", has_id=False, has_checksum=False):
        def is_right(text):
            if not text.startswith(prefix):
                return False
            rest, digits = text[len(prefix):], ""
            if has_checksum:
                rest, digits = rest[:-6], rest[-6:]
                if crc_digits(rest) != digits:
                    return False
            if has_id:
                public, _, rest = rest.partition("_")
                if len(public) != 8 or not set(public) <= set(BASE58):
                    return False
            return len(rest) == chars and set(rest) <= set(alphabet)
        check(["apikey", *options], len(alphabet)**chars, is_right, values=2)

    key([], alphabets["hex"], 64)
    key(["--id"], BASE58, 44, has_id=True)
    key(["--style", "github", "--prefix", "acme"], BASE62, 30, "acme_", has_checksum=True)
    key(["--style", "stripe"], BASE62, 24, "sk_live_")
    key(["--style", "stripe", "--prefix", "rk_test"], BASE62, 24, "rk_test_")
    for _ in range(RANDOM):
        name = chance.choice([*alphabets])
        alphabet, options = alphabets[name], ["--encoding", name]
        prefix = chance.choice(["", "a", "my_app2"])
        options += ["--prefix", prefix] if prefix else []
        has_id = name != "base64url" and chance.random() < 0.3
        options += ["--id"] if has_id else []
        has_checksum = chance.random() < 0.4
        options += ["--checksum"] if has_checksum else []
        if chance.random() < 0.5:
            bits = chance.choice([1, 64, 128, 256, 512, chance.randrange(1, 3000)])
            options += ["--bits", str(bits)]
            chars = next(chars for chars in itertools.count(1) if len(alphabet)**chars >= 2**bits)
        else:
            chars = chance.choice([1, 1024, chance.randrange(1, 100)])
            options += ["--chars", str(chars)]
        key(options, alphabet, chars, prefix + "_" if prefix else "", has_id, has_checksum)


def authenticators():
    def is_right(size):
        return lambda text: len(base64.b32decode(text + "=" * (-len(text) % 8))) == size
    for kind in "totp", "hotp":
        check([kind, "new"], 256**20, is_right(20))
        for name, size in ("sha1", 20), ("sha256", 32), ("sha512", 64):
            check([kind, "new", "--algorithm", name], 256**size, is_right(size))
        for bits, size in (128, 16), (129, 17), (1024, 128):
            check([kind, "new", "--bits", str(bits), "--account", "x"], 256**size, is_right(size))


# Passwords.

@lru_cache(None)
def row(n):
    """Pascal's triangle."""
    return [comb(n, k) for k in range(n + 1)]


KINDS = {"lower": [0], "upper": [1], "digits": [2], "symbols": [3], "letter": [0, 1], "alnum": [0, 1, 2]}


def class_of(character):
    if character in DIGITS:
        return 2
    return 0 if character.islower() else 1 if character.isupper() else 3


class Rules:
    """The rules of a password."""

    def __init__(self, characters, minimum=(0, 0, 0, 0), first=range(4), last=range(4), run=None, distinct=False):
        self.characters, self.minimum, self.run, self.distinct = set(characters), tuple(minimum), run, distinct
        self.first, self.last = set(first), set(last)
        of = Counter(map(class_of, self.characters))
        self.sizes = [of[number] for number in range(4)]

    def allow(self, text):
        of = Counter(map(class_of, text))
        return (set(text) <= self.characters
                and all(of[number] >= least for number, least in enumerate(self.minimum))
                and class_of(text[0]) in self.first and class_of(text[-1]) in self.last
                and (not self.run or all(len(list(same)) <= self.run for _, same in itertools.groupby(text)))
                and (not self.distinct or len(set(text)) == len(text)))

    def tried(self, length):
        """Counts by trying every string."""
        return sum(map(self.allow, itertools.product(sorted(self.characters), repeat=length)))

    def count(self, length):
        if self.run:
            return self.in_blocks(length)
        if length == 1:
            return sum(self.sizes[one] for one in self.first & self.last
                       if all(least <= (number == one) for number, least in enumerate(self.minimum)))
        # An end without a rule is counted like the other characters.
        everywhere = {number for number in range(4) if self.sizes[number]}
        firsts = [None] if self.first >= everywhere else sorted(self.first)
        lasts = [None] if self.last >= everywhere else sorted(self.last)
        return sum(self.between(length, first, last) for first in firsts for last in lasts)

    def shortest(self, bits):
        """The shortest length with at least bits bits that also satisfies the minimums."""
        # Shorter passwords hold fewer bits even without rules.
        start = int(bits / log2(len(self.characters)))
        lengths = range(max(1, start, sum(self.minimum)), 1025)
        return next(length for length in lengths if self.count(length) >= 2**bits)

    def between(self, length, *ends):
        """The count with first and last characters of these classes: the product of the exponential
        generating functions of all classes counts the orders of the other characters."""
        left, ways, least = list(self.sizes), 1, list(self.minimum)
        for end in (end for end in ends if end is not None):
            ways *= left[end]
            left[end] -= self.distinct
            least[end] = max(0, least[end] - 1)
            length -= 1
        if min(left) < 0:
            return 0
        # Classes without a minimum are combined.
        series = self.arranged(sum(size for size, some in zip(left, least) if not some), 0, length)
        for size, some in zip(left, least):
            if some:
                one = self.arranged(size, some, length)
                series = [sum(choose * one[k] * series[n - k] for k, choose in enumerate(row(n)) if one[k])
                          for n in range(length + 1)]
        return ways * series[length]

    def arranged(self, size, least, length):
        """The number of strings of each length with at least least characters, all of one class."""
        of = perm if self.distinct else pow
        return [of(size, n) if n >= least else 0 for n in range(length + 1)]

    def in_blocks(self, length):
        """A string is cut into blocks of the same character in all ways; blocks of k(run + 1) + 1
        count plus one and blocks of k(run + 1) minus one. Over all cuts of a string the products sum
        to one where no run is longer than allowed, and to none elsewhere."""
        signs = {size: {1: 1, 0: -1}[size % (self.run + 1)] for size in range(1, length + 1) if size % (self.run + 1) < 2}
        # The signed number of ways to each position, by the relevant counts of each class.
        at = [Counter() for _ in range(length + 1)]
        at[0][0, 0, 0, 0] = 1
        for start in range(length):
            for have, ways in at[start].items():
                for number in range(4):
                    if not self.sizes[number] or start == 0 and number not in self.first:
                        continue
                    for size, sign in signs.items():
                        if start + size > length or start + size == length and number not in self.last:
                            continue
                        now = list(have)
                        now[number] = min(have[number] + size, self.minimum[number])
                        at[start + size][tuple(now)] += sign * ways * self.sizes[number]
        return at[length][self.minimum]


def targets():
    """The rules of the systems, read from the list that the program prints."""
    listed = secrets(["password", "--for", "help"]).stdout.splitlines()
    for name, _, rule, _ in zip(*[iter(listed)] * 4):
        rule = rule.strip()
        found = re.match(r"(?:(\d+) to (\d+) characters|(\d+) characters or more|any length)", rule)
        least, most = int(found[1] or found[3] or 1), int(found[2] or 1024)
        rest = rule[found.end():]
        symbols, minimum, classes, first = set(SYMBOLS), [0] * 4, 0, range(4)
        if refused := re.search(r", none of (\S+?)(?=, \w|$)", rest):
            symbols -= set(refused[1])
        if only := re.search(r", of the symbols only (\S+?)(?=, \w|$)", rest):
            symbols = set(only[1])
        if each := re.search(r", (\d) of each class", rest):
            minimum = [int(each[1])] * 4
        if ", a lower-case letter, an upper-case letter and a digit" in rest:
            minimum = [1, 1, 1, 0]
        if some := re.search(r", (\d) of the 4 classes", rest):
            classes = int(some[1])
        if kind := re.search(r", (\w+) first", rest):
            first = KINDS[kind[1]]
        yield name, (least, most, symbols, minimum, classes, first)


def usual(rules, least=1, most=1024):
    """The default length: the shortest with 128 bits, or the longest allowed length."""
    length = max(least, sum(rules.minimum))
    while length < most and rules.count(length) < 2**128:
        length += 1
    return length


def password(options, rules, length=None, values=2):
    length = length or usual(rules)
    check(["password", *options], rules.count(length), lambda text: len(text) == length and rules.allow(text), values=values)


def formulas(chance):
    """Checks the formulas with every string of small sets."""
    for _ in range(150):
        characters = chance.choice(["ab", "aB1", "abAB1", "a1!?", "aé1€", "ab12"])
        length = chance.randrange(1, 6 if len(characters) < 5 else 5)
        rules = Rules(characters, [chance.choice([0, 0, 1, 2]) for _ in range(4)],
                      chance.choice([range(4), *KINDS.values()]), chance.choice([range(4), *KINDS.values()]),
                      *chance.choice([(None, False), (None, True), (1, False), (2, False), (3, False)]))
        assert rules.count(length) == rules.tried(length), (vars(rules), length)


def passwords(chance):
    every = BASE62 + SYMBOLS
    password([], Rules(every, [1] * 4))
    for name, characters in NAMED.items():
        password(["--charset", name], Rules(characters))
    for length in 4, 5, 8, 16, 64, 128:
        password(["-l", str(length)], Rules(every, [1] * 4), length)
    password(["-l", "1024", "--any"], Rules(every), 1024)
    listed = dict(targets())
    assert len(listed) > 20
    for name, (least, most, symbols, minimum, classes, first) in listed.items():
        characters = BASE62 + "".join(symbols)
        of_each = [max(1, some) for some in minimum]
        rules = Rules(characters, of_each, first)
        for options, length in [([], usual(rules, least, most)), (["-l", str(max(4, sum(of_each), least))], max(4, sum(of_each), least)),
                                (["-l", str(min(most, 120))], min(most, 120))]:
            password(["--for", name, *options], rules, length, values=4)
        if not classes and not any(minimum):
            password(["--for", name, "--any", "-l", str(least)], Rules(characters, first=first), least, values=4)
    for place in "shell", "url", "dotenv", "yaml", "json", "sql", "xml", "csv", "regex", "cli":
        # The program states which characters are safe.
        rule = json.loads(secrets(["password", "--json", "--safe", place]).stdout)["rules"][-1]
        found = re.fullmatch(rf"safe for {place}: symbols (\S+?)(?:, (\w+) first)?(?:, at least (\d+) characters)? \(.*\)", rule)
        first, least = KINDS[found[2] or "alnum"] if found[2] else range(4), int(found[3] or 1)
        safe = Rules(BASE62 + found[1], [1] * 4, first)
        password(["--safe", place], safe, usual(safe, least))
        password(["--safe", place, "--any", "--max-run", "1", "-l", str(max(2, least))],
                 Rules(BASE62 + found[1], first=first, run=1), max(2, least))
        password(["--safe", place, "--for", "redshift", "--no-ambiguous"],
                 redshift := Rules((set(BASE62 + found[1]) - set("0Oo1lI|")) & (set(BASE62) | listed["redshift"][2]), [1] * 4, first),
                 usual(redshift, max(least, listed["redshift"][0]), listed["redshift"][1]))
    for _ in range(2 * RANDOM):
        random_password(chance)


def random_password(chance):
    """Checks a random command line whose options have an effect and do not contradict each other."""
    small = chance.random() < 0.4
    options, classes = [], [LOWER, UPPER, DIGITS, SYMBOLS]
    if small or chance.random() < 0.2:
        charset = chance.choice(["aB1", "abAB1", "a1!?", "aé1€", "ab12", "xyzXY78!-"] if small else
                                ["base58", "printable", "crockford", "a-fA-F0-9!?", "äöüßÄÖÜ", "base64"])
        characters = NAMED.get(charset) or charset.replace("a-f", "abcdef").replace("A-F", "ABCDEF").replace("0-9", DIGITS)
        options += ["--charset", charset if charset in NAMED else f"[{charset}]"]
        classes = [[c for c in characters if class_of(c) == number] for number in range(4)]
        minimum = [0] * 4
    else:
        for number, name in enumerate(("lower", "upper", "digits", "symbols")):
            if number != chance.randrange(4) and chance.random() < 0.2 and sum(map(bool, classes)) > 1:
                classes[number] = ""
                options.append(f"--no-{name}")
        if classes[3] and chance.random() < 0.3:
            classes[3] = chance.choice(["!?", "-_.", "€§"])
            options += ["--symbols", classes[3]]
        minimum = [int(bool(of)) for of in classes]
        if chance.random() < 0.3:
            minimum = [0] * 4
            options.append("--any")
    characters = set("".join(map("".join, classes)))
    for option, excluded in (["--no-ambiguous"], set("0Oo1lI|")), (["--exclude", "/@\"b-e"], set("/@\"bcde")):
        if chance.random() < 0.25 and characters & excluded and len(characters - excluded) > 1:
            characters -= excluded
            options += option
    sizes = Counter(map(class_of, characters))
    for number, name in enumerate(("lower", "upper", "digits", "symbols")):
        if sizes[number] and chance.random() < 0.15:
            minimum[number] = chance.randrange(4)
            options += [f"--min-{name}", str(minimum[number])]
    ends = [range(4), range(4)]
    for place, option in enumerate(("--first", "--last")):
        kind = chance.choice([*KINDS])
        inside = sum(sizes[number] for number in KINDS[kind])
        if chance.random() < 0.2 and 0 < inside < len(characters):
            ends[place] = KINDS[kind]
            options += [option, kind]
    length = chance.randrange(1, 7) if small else chance.randrange(4, 40)
    run, distinct = None, False
    if chance.random() < 0.3 and length > 1:
        run = chance.randrange(1, min(length, 4))
        options += ["--max-run", str(run)]
    elif chance.random() < 0.25 and 1 < length <= len(characters):
        distinct = True
        options.append("--no-repeats")
    if any(minimum[number] > 0 and not sizes[number] or distinct and minimum[number] > sizes[number] for number in range(4)):
        return
    rules = Rules(characters, minimum, ends[0], ends[1], run, distinct)
    if run is None and not distinct and not small and chance.random() < 0.3:
        bits = chance.randrange(1, 200)
        length = rules.shortest(bits)
        password([*options, "--bits", str(bits)], rules, length)
    elif sum(minimum) <= length and len(characters)**length <= 3000 and (count := rules.tried(length)):
        assert rules.count(length) == count, (options, length)
        password([*options, "-l", str(length)], rules, length, values=6)
    elif sum(minimum) <= length and rules.count(length):
        password([*options, "-l", str(length)], rules, length)


def bits_of_passwords():
    """Checks the shortest length for bits near the limit of a length."""
    for options, rules in [
        (["--charset", "base64", "--min-digits", "1"], Rules(NAMED["base64"], [0, 0, 1, 0])),
        (["--charset", "hex"], Rules(NAMED["hex"])),
        (["--charset", "hex", "--no-repeats"], Rules(NAMED["hex"], distinct=True)),
        ([], Rules(BASE62 + SYMBOLS, [1] * 4)),
    ]:
        for bits in (4, 24, 64, 132, 1440) if "--no-repeats" not in options else (4, 24, 36):
            password([*options, "--bits", str(bits)], rules, rules.shortest(bits), values=1)


# Passphrases.

class Phrases:
    """The phrases of words in all their forms, with inserted characters."""

    def __init__(self, words, separators=("-",), capitalize="none", digits=0, symbols=0, most=None):
        for_hyphen = next((other for other in "_." if other not in separators), "-") if "-" in separators else "-"
        forms = {
            "none": lambda word: {word}, "all": lambda word: {word.upper()},
            "first": lambda word: {word[0].upper() + word[1:]},
            "random": lambda word: {word, word[0].upper() + word[1:]},
        }[capitalize]
        self.texts = {form for word in words for form in forms(word.replace("-", for_hyphen))}
        self.separators, self.digits, self.symbols, self.most = list(separators), digits, symbols, most
        self.longest = max(map(len, self.texts))

    def count(self, words):
        inserted = self.digits + self.symbols
        # The sequence of inserted characters is divided among the words.
        around = (10**inserted * comb(inserted, self.digits) * comb(inserted + words - 1, inserted)
                  * len(self.separators)**(words - 1))
        if self.most is None:
            return around * len(self.texts)**words
        room = self.most - inserted - (words - 1) * len(self.separators[0])
        lengths, series = Counter(map(len, self.texts)), Counter({0: 1})
        for _ in range(words):
            longer = Counter()
            for (a, ways), (b, texts) in itertools.product(series.items(), lengths.items()):
                if a + b <= room:
                    longer[a + b] += ways * texts
            series = longer
        return around * sum(series.values())

    def allow(self, phrase, words):
        """Whether the phrase can be divided into words, separators and inserted characters."""
        @lru_cache(None)
        def reads(at, words, digits, symbols, is_word_due):
            if is_word_due:
                return any(phrase[at:at + size] in self.texts and reads(at + size, words - 1, digits, symbols, False)
                           for size in range(1, self.longest + 1))
            if at == len(phrase):
                return (words, digits, symbols) == (0, 0, 0)
            return (digits and phrase[at] in DIGITS and reads(at + 1, words, digits - 1, symbols, False)
                    or symbols and phrase[at] in "!@#$%&*+=?" and reads(at + 1, words, digits, symbols - 1, False)
                    or words and any(phrase.startswith(separator, at) and reads(at + len(separator), words, digits, symbols, True)
                                     for separator in self.separators))
        return bool(reads(0, words, self.digits, self.symbols, True)) and (self.most is None or len(phrase) <= self.most)


def passphrases(chance):
    lists = {name: (LISTS / f"eff-{name}.txt").read_text().split() for name in ("large", "short1", "short2")}
    assert [len(words) for words in lists.values()] == [7776, 1296, 1296]

    def phrase(options, phrases, words, stdin=""):
        check(["passphrase", *options], phrases.count(words), lambda text: phrases.allow(text, words), stdin=stdin,
              values=1 if stdin else 2)

    phrase([], Phrases(lists["large"]), 6)
    phrase(["--list", "short1"], Phrases(lists["short1"]), 8)
    phrase(["--list", "short2", "-s", ""], Phrases(lists["short2"], [""]), 8)
    phrase(["--dice", "--words", "2"], Phrases(lists["large"]), 2, stdin="16655 34136")
    phrase(["--dice", "--words", "3", "--list", "short1"], Phrases(lists["short1"]), 3, stdin="1111 2222 6666")
    for most in 8, 12, 20, 30, 45:
        phrase(["--list", "short1", "--words", "2", "-m", str(most)] if most < 12 else ["-m", str(most), "--words", "3"],
               Phrases(lists["short1" if most < 12 else "large"], most=most), 2 if most < 12 else 3)
    for _ in range(RANDOM):
        name = chance.choice([*lists])
        options, choices = ["--list", name], {}
        if chance.random() < 0.7:
            separators = chance.choice([[" "], ["."], ["::"], ["-"], list("0123456789"), list("-.")])
            choices["separators"] = separators
            options += ["--separator", separators[0]] if len(separators) == 1 else ["--separator-random", "".join(separators)]
        if chance.random() < 0.5:
            choices["capitalize"] = chance.choice(["first", "all", "random"])
            options += ["--capitalize", choices["capitalize"]]
        digits, symbols = chance.choice([0, 0, 1, 3]), chance.choice([0, 0, 1, 2])
        # A digit could be a separator or an inserted character, so both together are refused.
        if len(choices.get("separators", [])) > 2:
            digits = 0
        for option, number in ("digits", digits), ("symbols", symbols):
            choices[option] = number
            options += [f"--{option}", str(number)] if number else []
        words = chance.randrange(2, 9)
        if chance.random() < 0.4:
            choices["most"] = chance.randrange(9, 15) * words
            options += ["--max-length", str(choices["most"])]
        phrases = Phrases(lists[name], **choices)
        if "most" not in choices and chance.random() < 0.4:
            bits = chance.randrange(40, 200)
            words = next(words for words in itertools.count(1) if phrases.count(words) >= 2**bits)
            phrase([*options, "--bits", str(bits)], phrases, words)
        else:
            phrase([*options, "--words", str(words)], phrases, words)


# Patterns.

def random_pattern(chance, depth=0):
    """A random pattern over a, b, 1 and -, and the length of its longest string."""
    kind = chance.randrange(7 if depth < 3 else 3)
    if kind == 0:
        return chance.choice(["a", "b", "1", "-"]), 1
    if kind <= 2:
        return chance.choice(["[ab]", "[a1]", "[ab1]", "[b-]", "[^\\x00-`c-~]", "[1a-b]"]), 1
    if kind <= 4:
        parts = [random_pattern(chance, depth + 1) for _ in range(chance.randrange(1, 4))]
        return "".join(part for part, _ in parts), sum(length for _, length in parts)
    if kind == 5:
        parts = [random_pattern(chance, depth + 1) for _ in range(chance.randrange(2, 4))]
        return f"({'|'.join(part for part, _ in parts)})", max(length for _, length in parts)
    part, length = random_pattern(chance, depth + 1)
    least, most = sorted((chance.randrange(3), chance.randrange(1, 4)))
    times = "?" if (least, most) == (0, 1) and chance.random() < 0.7 else f"{{{least},{most}}}"
    return f"(?:{part}){times}", length * most


def patterns(chance):
    def pattern(text, count, *options):
        # Only the notation of classes differs in Python.
        compiled = re.compile(text.replace(".", "[ -~]").replace("[:punct:]", re.escape(SYMBOLS)))
        check(["pattern", text, *options], count, compiled.fullmatch, values=3)

    for text, count in [
        ("[A-Z2-7]{5}(-[A-Z2-7]{5}){4}", 32**25), ("02(:[0-9a-f]{2}){5}", 16**10), ("(a|a)b?[äöü]{2}", 18),
        ("[[:punct:]]{8}", 32**8), (".{3}", 95**3), ("[a-z]{1,20}", sum(26**n for n in range(1, 21))),
        ("(a|ab)(c|bc)", 3), ("(a?){100}", 100), ("[ab]{0,600}", 2**601 - 2), ("^[0-9]{4}$", 10**4),
    ]:
        pattern(text, count)
    pattern("[^a]{2}", 94**2)
    for text, most, count in [("[a-z]+(-[a-z]+)*", 30, None), ("a*b*", 50, sum(n + 1 for n in range(1, 51))), ("(01|1)*", 40, None)]:
        if count is None:
            count = words_of_letters(most) if text.startswith("[a") else no_double_zero(most)
        pattern(text, count, "--max-length", str(most))
    tried = [("".join(string)) for size in range(1, 7) for string in itertools.product("ab1-", repeat=size)]
    done = 0
    while done < RANDOM:
        text, longest = random_pattern(chance)
        compiled = re.compile(text)
        options, most = [], longest
        if chance.random() < 0.3:
            text, most = f"(?:{text}){chance.choice(['*', '+'])}", chance.randrange(1, 6)
            options, compiled = ["--max-length", str(most)], re.compile(text)
        elif longest > 6:
            most = chance.randrange(1, 6)
            options = ["--max-length", str(most)]
        matches = {string for string in tried if len(string) <= most and compiled.fullmatch(string)}
        if len(matches) < 2:
            continue
        check(["pattern", *options, "--", text], len(matches), matches.__contains__, values=3)
        done += 1


def words_of_letters(most):
    """The number of strings of letters, with single hyphens between letters."""
    ways = Counter()
    for length in range(1, most + 1):
        for hyphens in range(length // 2 + 1):
            # Each hyphen is in a different gap between two letters.
            letters = length - hyphens
            ways[length] += 26**letters * comb(letters - 1, hyphens)
    return ways.total()


def no_double_zero(most):
    """The number of strings of 0 and 1 that end in 1 and have no two successive zeros: Fibonacci numbers."""
    numbers = [1, 1]
    while len(numbers) <= most:
        numbers.append(numbers[-1] + numbers[-2])
    return sum(numbers[1:])


def main():
    # Each kind has its own random generator, so that a change of one kind does not affect the others.
    byte_strings()
    authenticators()
    bits_of_passwords()
    for seed, kind in enumerate((numbers, choices, codes, keys, formulas, passwords, passphrases, patterns)):
        kind(random.Random(seed))
    print(f"{checked.total()} recipes checked: " + ", ".join(f"{number} {name}" for name, number in checked.items()))


if __name__ == "__main__":
    main()
