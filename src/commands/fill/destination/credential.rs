//! Credentials that systemd has encrypted. Only systemd-creds can read their values.

use std::path::PathBuf;

use anyhow::Result;

use crate::commands::fill::field::{Action, Field};
use crate::message::hinted;
use crate::text::encoding::from_base64;

/// The identifiers of key types at the start of an encrypted credential: `CRED_AES256_GCM_BY_*` in
/// the source of systemd.
const KINDS: [u128; 9] = [
    0x5a1c_6a86_df9d_4096_b1d5_a65e_0862_f19a,
    0x55b9_ed1d_3859_4d43_a831_9d2e_bb33_2ac6,
    0x0c7c_c07b_1176_4591_9c4b_0bea_08bc_20fe,
    0xfaf7_eb93_41e3_412c_a1a4_36f9_5a29_362f,
    0x93a8_9409_4874_4490_90ca_f2fc_93ca_b553,
    0xef4a_c136_79a9_480e_a7db_6889_7f9f_165d,
    0xaf49_50a8_4913_4eb1_a738_4630_4ff3_0c05,
    0xadbc_4ca3_efb6_4201_ba88_1b6f_2e40_95ea,
    0x0584_69da_f6f5_4324_8005_49da_0f8e_a2fb,
];

/// Whether the text of a file is an encrypted credential.
pub fn is_encrypted(text: &[u8]) -> bool {
    /// The length in base64 of 18 bytes, which contain the 16 bytes of the identifier.
    const START: usize = 24;
    let start = text.get(..START).and_then(from_base64);
    let kind = start.and_then(|start| start.as_bytes().first_chunk().copied());
    kind.is_some_and(|kind| KINDS.contains(&u128::from_be_bytes(kind)))
}

/// Refuses to replace an encrypted credential with a plain value.
///
/// # Errors
/// A file of `encrypted` would get a new value.
pub fn check(encrypted: &[PathBuf], fields: &[Field], actions: &[Action]) -> Result<()> {
    for file in encrypted {
        let of = |(field, _): &(&Field, &Action)| file.ends_with(&field.key);
        let action = fields.iter().zip(actions).find(of);
        if action.is_some_and(|(_, action)| action.draws()) {
            return Err(hinted(
                format!(
                    "{} is encrypted by systemd-creds, and systemd would not read a plain value there",
                    file.display()
                ),
                "encrypt a new value with --to command -- systemd-creds encrypt --name={} - DIRECTORY/{}",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encrypted_credentials_are_recognized() {
        for (text, encrypted) in [
            ("BYRp2vb1QySABUnaD46i+yAAAAABAAAADAAAABAAAADZdjgVDFY", true),
            ("BYRp2vb1QySABUnaD46i+yAA", true),
            ("BYRp2vb1QySABUnaD46i+yA", false),
            ("CYRp2vb1QySABUnaD46i+yAA", false),
            ("b2df5c3e9f2c1a0b4d8e7f6a5c4b3d2e", false),
            ("", false),
        ] {
            assert_eq!(is_encrypted(text.as_bytes()), encrypted, "{text}");
        }
    }
}
