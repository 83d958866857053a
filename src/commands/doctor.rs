//! `secrets doctor`: the source of the randomness and the protection of memory on this system.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::command::{Catalogue, Command};
use crate::help::{Described, Help};
use crate::system::{protection, streams};
use crate::uniform::entropy::{expansion_is_right, system_source};

/// The flags of `secrets doctor`.
#[derive(Args)]
pub struct Doctor {
    /// Write one JSON object
    #[arg(long)]
    json: bool,
}

/// The result of an examination.
struct Finding {
    name: &'static str,
    key: &'static str,
    /// The text for a person.
    said: String,
    /// The JSON value.
    json: String,
    /// Whether the result is good.
    holds: bool,
}

impl Described for Doctor {
    const HELP: Help = Help {
        about: "Where the randomness comes from, and if memory is protected",
        details: "\
Each line is the answer of the system. The exit status is 1 if the source is not ready yet, the \
expansion is wrong on this processor, a core dump could be written, or somebody could attach to the \
process or has attached.",
        examples: &[
            ("secrets doctor", "the state of this machine"),
            (
                "secrets doctor --json | grep -c '\"ok\":true'",
                "a check for an image that will make secrets",
            ),
        ],
    };
}

impl Command for Doctor {
    const NAME: &'static str = "doctor";

    /// Writes the findings. The exit status is 1 if one of them is bad.
    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        let findings = examine()?;
        let holds = findings.iter().all(|finding| finding.holds);
        let text = if self.json {
            json(&findings, holds)
        } else {
            lines(&findings)
        };
        streams::text(&text)?;
        Ok(ExitCode::from(u8::from(!holds)))
    }
}

fn examine() -> Result<Vec<Finding>> {
    let source = system_source()?;
    let expands = expansion_is_right();
    let ready = if source.ready {
        "ready"
    } else {
        "not ready yet: at boot the system waits, and so does secrets"
    };
    let expansion = if expands {
        "ChaCha20 from 16 KiB on, right on this processor"
    } else {
        "ChaCha20 is wrong on this processor: take --entropy os"
    };
    let dumps = ["written by the system", "off", "left to the system"];
    let attaching = [
        "possible: somebody traces this process, or could",
        "refused to all but root",
        "left to the system",
    ];
    Ok(vec![
        named("version", env!("CARGO_PKG_VERSION")),
        named("target", &target()),
        named("source", source.name),
        answered("ready", "ready", Some(source.ready), ready),
        answered("expansion", "expansion", Some(expands), expansion),
        protected(
            "core dumps",
            "no_core_dumps",
            protection::core_dumps_are_off(),
            dumps,
        ),
        protected(
            "attaching",
            "unattachable",
            protection::is_unattachable(),
            attaching,
        ),
        Finding {
            // The program does not claim to lock memory, so this finding is never bad.
            holds: true,
            ..answered(
                "swap",
                "memory_locked",
                Some(false),
                "possible: memory is not locked",
            )
        },
    ])
}

/// The target of the build, as ARCH-OS-ENVIRONMENT.
fn target() -> String {
    let environment = if cfg!(target_env = "gnu") {
        "-gnu"
    } else if cfg!(target_env = "musl") {
        "-musl"
    } else if cfg!(target_env = "msvc") {
        "-msvc"
    } else {
        ""
    };
    let (arch, os) = (std::env::consts::ARCH, std::env::consts::OS);
    format!("{arch}-{os}{environment}")
}

fn named(name: &'static str, value: &str) -> Finding {
    Finding {
        name,
        key: name,
        said: value.to_owned(),
        json: format!("\"{value}\""),
        holds: true,
    }
}

fn answered(name: &'static str, key: &'static str, answer: Option<bool>, said: &str) -> Finding {
    Finding {
        name,
        key,
        said: said.to_owned(),
        json: answer.map_or("null".to_owned(), |answer| answer.to_string()),
        holds: answer != Some(false),
    }
}

/// The finding of a protection. `said` has the texts for: missing, active, not available on this system.
fn protected(
    name: &'static str,
    key: &'static str,
    in_effect: Option<bool>,
    said: [&str; 3],
) -> Finding {
    answered(name, key, in_effect, said[in_effect.map_or(2, usize::from)])
}

fn lines(findings: &[Finding]) -> String {
    let line = |finding: &Finding| format!("{:12}{}\n", finding.name, finding.said);
    findings.iter().map(line).collect()
}

fn json(findings: &[Finding], holds: bool) -> String {
    let member = |finding: &Finding| format!("\"{}\":{},", finding.key, finding.json);
    let members: String = findings.iter().map(member).collect();
    format!("{{{members}\"ok\":{holds}}}\n")
}
