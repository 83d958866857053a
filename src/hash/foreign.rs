//! The names of hashes of other programs that are not supported. Without them a valid hash would be
//! called damaged.

/// The beginning of each hash, and its name.
const KNOWN: [(&str, &str); 26] = [
    (
        "$2x$",
        "$2x$, bcrypt with the fault of crypt_blowfish before 1.1,",
    ),
    ("$2$", "$2$, the first bcrypt,"),
    (
        "$bcrypt-sha256$",
        "$bcrypt-sha256$, passlib's bcrypt of a digest,",
    ),
    (
        "bcrypt_sha256$",
        "bcrypt_sha256, Django's bcrypt of a digest,",
    ),
    ("$argon2i$", "$argon2i$"),
    ("$argon2d$", "$argon2d$"),
    ("argon2$argon2i$", "$argon2i$"),
    ("$5$", "$5$, SHA-256 crypt,"),
    ("$1$", "$1$, MD5 crypt,"),
    ("$apr1$", "$apr1$, Apache's MD5,"),
    ("$gy$", "$gy$, yescrypt with GOST,"),
    ("$sha1$", "$sha1$"),
    ("$md5", "$md5$, SunMD5,"),
    ("$3$", "$3$, NT hash,"),
    ("$P$", "$P$, phpass,"),
    ("$H$", "$H$, phpass,"),
    ("$S$", "$S$, Drupal's,"),
    ("$pbkdf2$", "$pbkdf2$, PBKDF2 with SHA-1,"),
    ("$pbkdf2-sha512$", "$pbkdf2-sha512$"),
    ("pbkdf2_sha1$", "pbkdf2_sha1"),
    ("pbkdf2:", "pbkdf2:, Werkzeug's,"),
    ("scrypt:", "scrypt:, Werkzeug's,"),
    ("{S", "{SHA} and {SSHA}"),
    ("md5$", "md5$, Django's,"),
    ("sha1$", "sha1$, Django's,"),
    ("SCRAM-SHA-1$", "SCRAM-SHA-1"),
];

/// The name of an unsupported hash, by its beginning.
pub fn name(text: &str) -> Option<&'static str> {
    let md5 = text.strip_prefix("md5").is_some_and(|digits| {
        digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    });
    if md5 {
        return Some("md5, PostgreSQL's before 10,");
    }
    let mut known = KNOWN.iter();
    known.find_map(|(start, name)| text.starts_with(start).then_some(*name))
}
