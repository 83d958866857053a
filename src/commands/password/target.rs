//! The rules for passwords of well-known systems, for `--for`.

use std::fmt::Write;

use clap::ValueEnum;

use crate::message::value_name;
use crate::uniform::alphabet::{CharacterKind, SYMBOLS};

/// A system to make a password for.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// List the targets with their rules and sources
    Help,
    /// Amazon Aurora, and RDS Multi-AZ clusters
    Aurora,
    /// AWS Directory Service
    AwsDirectory,
    /// Azure virtual machines
    AzureVm,
    /// Programs that hash with bcrypt
    Bcrypt,
    /// Amazon DocumentDB
    Docdb,
    /// Amazon ElastiCache AUTH token
    Elasticache,
    /// GitLab CI/CD variables that can be masked
    GitlabCi,
    /// Baseboard management controllers
    Ipmi,
    /// MariaDB with simple_password_check
    Mariadb,
    /// Microsoft SQL Server
    Mssql,
    /// MySQL with validate_password
    Mysql,
    /// Oracle Cloud database systems
    OciDb,
    /// Oracle Database
    Oracle,
    /// PostgreSQL connection URIs
    PostgresUri,
    /// Amazon RDS for MariaDB
    RdsMariadb,
    /// Amazon RDS for MySQL
    RdsMysql,
    /// Amazon RDS for Oracle
    RdsOracle,
    /// Amazon RDS for PostgreSQL
    RdsPostgres,
    /// Amazon RDS for SQL Server
    RdsSqlserver,
    /// Amazon Redshift
    Redshift,
    /// SNMPv3 users
    Snmpv3,
    /// VNC authentication
    Vnc,
    /// Windows and Active Directory with complexity requirements
    Windows,
    /// WPA2 personal networks
    Wpa,
}

/// The rules of a system.
#[derive(Clone, Copy)]
pub struct Demand {
    /// The minimum length, in characters.
    pub least: u16,
    /// The maximum length, in characters, if there is one.
    pub most: Option<u16>,
    /// The symbols that the system accepts.
    pub symbols: &'static str,
    /// The fewest lower-case letters, upper-case letters, digits and symbols.
    pub minimum: [u16; 4],
    /// How many of the four classes a password must have.
    pub classes: usize,
    /// The kinds of characters that can come first.
    pub first: Option<CharacterKind>,
    /// The document that states the rules.
    pub source: &'static str,
}

/// A system without rules, which the others are built from.
const ANY: Demand = Demand {
    least: 1,
    most: None,
    symbols: SYMBOLS,
    minimum: [0; 4],
    classes: 0,
    first: None,
    source: "",
};

/// The symbols of ASCII without `/`, `"` and `@`.
const RDS_SYMBOLS: &str = r"!#$%&'()*+,-.:;<=>?[\]^_`{|}~";

const RDS: Demand = Demand {
    least: 8,
    most: Some(128),
    symbols: RDS_SYMBOLS,
    source: "AWS, Amazon RDS API Reference, CreateDBInstance, MasterUserPassword",
    ..ANY
};

impl Target {
    #[expect(clippy::too_many_lines, reason = "it is a table")]
    pub fn demand(self) -> Demand {
        match self {
            Self::Help => ANY,
            Self::Aurora => Demand {
                most: Some(41),
                source: "AWS, Amazon RDS API Reference, CreateDBCluster, MasterUserPassword",
                ..RDS
            },
            Self::AwsDirectory => Demand {
                least: 8,
                most: Some(64),
                classes: 3,
                source: "AWS, Directory Service API Reference, CreateDirectory, Password",
                ..ANY
            },
            // Windows requires at least 8 characters, and Linux accepts at most 72.
            Self::AzureVm => Demand {
                least: 8,
                most: Some(72),
                classes: 3,
                source: "Microsoft, Azure Compute REST API, OSProfile, adminPassword",
                ..ANY
            },
            Self::Bcrypt => Demand {
                most: Some(72),
                source: "Go, golang.org/x/crypto/bcrypt, GenerateFromPassword",
                ..ANY
            },
            Self::Docdb => Demand {
                most: Some(100),
                source: "AWS, Amazon DocumentDB API Reference, CreateDBCluster, MasterUserPassword",
                ..RDS
            },
            Self::Elasticache => Demand {
                least: 16,
                most: Some(128),
                symbols: "!&#$^<>-",
                source: "AWS, Amazon ElastiCache User Guide, Authenticating with the AUTH command",
                ..ANY
            },
            Self::GitlabCi => Demand {
                least: 8,
                symbols: "@_-:+",
                source: "GitLab, CI/CD variables, Mask a CI/CD variable; app/models/concerns/ci/maskable.rb",
                ..ANY
            },
            Self::Ipmi => Demand {
                most: Some(16),
                source: "IPMI 2.0 specification, section 22.30, Set User Password",
                ..ANY
            },
            Self::Mariadb => Demand {
                least: 8,
                minimum: [1; 4],
                source: "MariaDB, Simple Password Check Plugin",
                ..ANY
            },
            // Other symbols need quoting in a connection string, or as the first character in Transact-SQL.
            Self::Mssql => Demand {
                least: 8,
                most: Some(128),
                symbols: r"!#$%&()*+,-./:<=>?@\^_`|~",
                classes: 3,
                first: Some(CharacterKind::Alnum),
                source: "Microsoft, SQL Server, Password policy and Strong passwords",
                ..ANY
            },
            // Replication accepts at most 32 characters.
            Self::Mysql => Demand {
                least: 8,
                most: Some(32),
                minimum: [1; 4],
                source: "MySQL 8.0 Reference Manual, The Password Validation Component; error 3056",
                ..ANY
            },
            Self::OciDb => Demand {
                least: 9,
                most: Some(30),
                symbols: "_#-",
                minimum: [2; 4],
                first: Some(CharacterKind::Letter),
                source: "Oracle, OCI API Reference, CreateDatabaseDetails, adminPassword",
                ..ANY
            },
            Self::Oracle => Demand {
                least: 8,
                most: Some(30),
                symbols: "_$#",
                first: Some(CharacterKind::Letter),
                source: "Oracle Database 19c Security Guide, Minimum Requirements for Passwords",
                ..ANY
            },
            Self::PostgresUri => Demand {
                symbols: "-._~",
                source: "PostgreSQL, libpq, Connection URIs; RFC 3986, section 2.3",
                ..ANY
            },
            Self::RdsMariadb | Self::RdsMysql => Demand {
                most: Some(41),
                ..RDS
            },
            Self::RdsOracle => Demand {
                most: Some(30),
                symbols: r"!#$%()*+,-.:;<=>?[\]^_`{|}~",
                ..RDS
            },
            Self::RdsPostgres | Self::RdsSqlserver => RDS,
            Self::Redshift => Demand {
                least: 8,
                most: Some(64),
                symbols: "!#$%&()*+,-.:;<=>?[]^_`{|}~",
                minimum: [1, 1, 1, 0],
                source: "AWS, Amazon Redshift API Reference, CreateCluster, MasterUserPassword",
                ..ANY
            },
            Self::Snmpv3 => Demand {
                least: 8,
                source: "RFC 3414, section 11.2",
                ..ANY
            },
            Self::Vnc => Demand {
                most: Some(8),
                source: "RFC 6143, section 7.2.2",
                ..ANY
            },
            Self::Windows => Demand {
                most: Some(256),
                classes: 3,
                source: "Microsoft, Strong Password Enforcement and Passfilt.dll; MS-SAMR, section 3.1.1.7.2",
                ..ANY
            },
            Self::Wpa => Demand {
                least: 8,
                most: Some(63),
                source: "hostap, wpa_supplicant/wpa_passphrase.c",
                ..ANY
            },
        }
    }

    /// Describes the system to a person.
    pub fn about(self) -> String {
        let value = self.to_possible_value();
        let help = value
            .as_ref()
            .and_then(clap::builder::PossibleValue::get_help);
        help.map(ToString::to_string).unwrap_or_default()
    }

    /// All targets with their rules and sources, for `--for help`.
    pub fn list() -> String {
        let mut list = String::new();
        for target in Self::value_variants().iter().skip(1) {
            let demand = target.demand();
            let _ = writeln!(
                list,
                "{}\n    {}\n    {demand}\n    {}",
                value_name(target),
                target.about(),
                demand.source
            );
        }
        list
    }
}

impl std::fmt::Display for Demand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.least, self.most) {
            (least, Some(most)) => write!(f, "{least} to {most} characters")?,
            (1, None) => write!(f, "any length")?,
            (least, None) => write!(f, "{least} characters or more")?,
        }
        match self.symbols {
            SYMBOLS => {}
            symbols if symbols.len() > SYMBOLS.len() / 2 => {
                let refused: String = SYMBOLS
                    .chars()
                    .filter(|&symbol| !symbols.contains(symbol))
                    .collect();
                write!(f, ", none of {refused}")?;
            }
            symbols => write!(f, ", of the symbols only {symbols}")?,
        }
        match self.minimum {
            [0, 0, 0, 0] => {}
            [1, 1, 1, 0] => {
                f.write_str(", a lower-case letter, an upper-case letter and a digit")?;
            }
            [each, ..] => write!(f, ", {each} of each class")?,
        }
        if self.classes > 0 {
            write!(f, ", {} of the 4 classes", self.classes)?;
        }
        match self.first {
            Some(kind) => write!(f, ", {} first", value_name(&kind)),
            None => Ok(()),
        }
    }
}
