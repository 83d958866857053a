"""Checks that secrets matches the hashes of other programs and they match ours, for passwords of all kinds.
Each part needs its program."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys

PASSWORDS = ['correct horse battery staple', 'pässword', '密码 пароль', ' "quotes\' $HOME `x` \\', '7', 'a' * 72]


def secrets(*args, stdin=''):
    return subprocess.run(['secrets', *args], input=stdin.encode(), capture_output=True)


def made(scheme, password, *options):
    done = secrets('hash', scheme, '--exact', *options, stdin=password)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().rstrip('\n')


def matches(stored, password, *options):
    with open('store', 'w') as file:
        file.write(stored + '\n')
    done = secrets('compare', '--hashed', '--exact', '--expected', 'file:store', '--actual', 'stdin', *options, stdin=password)
    assert done.returncode in (0, 1), (stored, done.stderr)
    return done.returncode == 0


def check(scheme, make, verify, *options):
    """make returns the other program's hash of a password, and verify checks a hash and a password there."""
    for password in PASSWORDS:
        stored = made(scheme, password, *options)
        assert verify(stored, password), (scheme, password, stored)
        assert not verify(stored, password + 'x' if len(password) < 72 else 'x'), (scheme, password)
        if make:
            theirs = make(password)
            assert matches(theirs, password), (scheme, password, theirs)
            assert not matches(theirs, password[:-1] + 'x'), (scheme, password, theirs)


def of_passlib():
    from passlib import hash

    check('sha512-crypt', hash.sha512_crypt.using(rounds=5000).hash, lambda h, p: hash.sha512_crypt.verify(p, h), '--cost', '5000')
    check('scrypt', hash.scrypt.using(rounds=10).hash, lambda h, p: hash.scrypt.verify(p, h), '--cost', 'ln=14,p=5')
    # passlib reads Django's form, but writes its own form.
    django = hash.django_pbkdf2_sha256
    check('pbkdf2-sha256', hash.pbkdf2_sha256.using(rounds=1000).hash, lambda h, p: django.verify(p, h), '--cost', '600000')


def of_argon2_cffi():
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    def verify(stored, password):
        try:
            return PasswordHasher().verify(stored, password)
        except VerifyMismatchError:
            return False

    check('argon2id', PasswordHasher().hash, verify, '--cost', 'm=64MiB,t=3,p=4')


def of_bcrypt():
    import bcrypt

    def make(password):
        return bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode()

    for prefix in '2b', '2y', '2a':
        check('bcrypt', make, lambda h, p: bcrypt.checkpw(p.encode(), h.encode()), '--cost', '10', '--prefix', prefix)


def of_django():
    import django
    from django.conf import settings

    settings.configure(PASSWORD_HASHERS=[f'django.contrib.auth.hashers.{name}PasswordHasher' for name in ('PBKDF2', 'Argon2', 'BCrypt', 'Scrypt')])
    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password

    PBKDF2PasswordHasher.iterations = 20000
    verify = lambda h, p: check_password(p, h)
    check('pbkdf2-sha256', make_password, verify, '--cost', '600000')
    for name in 'argon2', 'bcrypt', 'scrypt':
        for password in PASSWORDS[:3]:
            assert matches(make_password(password, hasher=name), password), name
    # Django's hashers read hashes after their own names.
    assert verify('argon2' + made('argon2id', 'x'), 'x')
    assert verify('bcrypt$' + made('bcrypt', 'x', '--cost', '10'), 'x')


def of_htpasswd():
    def verify(stored, password):
        with open('.htpasswd', 'w') as file:
            file.write(stored + '\n')
        done = subprocess.run(['htpasswd', '-v', '-i', '.htpasswd', 'ann'], input=password.encode(), capture_output=True)
        return done.returncode == 0

    def make(password):
        return subprocess.run(['htpasswd', '-n', '-i', '-B', 'ann'], input=password.encode(), capture_output=True).stdout.decode().strip()

    check('bcrypt', make, verify, '--cost', '10', '--prefix', '2y', '--user', 'ann')
    stored = make('x')
    assert matches(stored, 'x', '--user', 'ann') and not matches(stored, 'x', '--user', 'bob')


def of_crypt():
    def make(method):
        return lambda password: subprocess.run(['mkpasswd', '-s', '-m', method], input=password.encode() + b'\n', capture_output=True).stdout.decode().strip()

    def verify(stored, password):
        return subprocess.run(['perl', '-e', 'exit(crypt($ARGV[0], $ARGV[1]) ne $ARGV[1])', password, stored]).returncode == 0

    for cost in '5', '6', '7':
        check('yescrypt', make('yescrypt'), verify, '--cost', cost)
    check('sha512-crypt', make('sha512crypt'), verify, '--cost', '5000')
    check('bcrypt', make('bcrypt'), verify, '--cost', '10')
    for password in PASSWORDS:
        assert matches(make('scrypt')(password), password)


def of_php():
    def php(code, *args):
        return subprocess.run(['php', '-r', code, '--', *args], capture_output=True).stdout.decode()

    def verify(stored, password):
        return php('echo password_verify($argv[1], $argv[2]) ? "yes" : "no";', password, stored) == 'yes'

    check('bcrypt', lambda p: php('echo password_hash($argv[1], PASSWORD_BCRYPT);', p), verify, '--cost', '10', '--prefix', '2y')
    if php('echo defined("PASSWORD_ARGON2ID") ? 1 : 0;') == '1':
        check('argon2id', lambda p: php('echo password_hash($argv[1], PASSWORD_ARGON2ID);', p), verify)
    check('sha512-crypt', None, verify, '--cost', '5000')


def of_argon2():
    def make(password):
        return subprocess.run(['argon2', 'somesalt', '-id', '-e', '-m', '10'], input=password.encode(), capture_output=True).stdout.decode().strip()

    for password in PASSWORDS:
        assert matches(make(password), password)


PARTS = {name[3:]: part for name, part in globals().items() if name.startswith('of_')}

if __name__ == '__main__':
    PARTS[sys.argv[1]]()
    print('both ways')
