//! The table of names: the meaning, the template and the source of the rule of each name.
//!
//! A source is a file or document of the program, or a standard. If the program accepts any text, the
//! template makes as many characters as the program itself, and only characters that are safe in
//! shells, .env files, YAML and URLs.
//!
//! Longer than 500 lines because it is one table.

use std::borrow::Cow;
use std::fmt::Write;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::commands::password::target::Target;
use crate::hash::Scheme;
use crate::message::value_name;

/// A name that people look up.
pub struct Row {
    pub name: Cow<'static, str>,
    /// The variable or file and its purpose, in one line without a full stop.
    pub about: Cow<'static, str>,
    /// Text and recipes in the language of `secrets fill`.
    pub template: Cow<'static, str>,
    pub source: &'static str,
    /// The scheme of the hash that the program stores, if it stores one.
    pub hash: Option<Scheme>,
    /// Whether a newline may follow the value.
    pub newline: bool,
}

impl Row {
    pub fn lines(&self) -> usize {
        self.template.lines().count()
    }

    const fn hashed(mut self, scheme: Scheme) -> Self {
        self.hash = Some(scheme);
        self
    }

    const fn without_newline(mut self) -> Self {
        self.newline = false;
        self
    }
}

const fn row(
    name: &'static str,
    about: &'static str,
    template: &'static str,
    source: &'static str,
) -> Row {
    Row {
        name: Cow::Borrowed(name),
        about: Cow::Borrowed(about),
        template: Cow::Borrowed(template),
        source,
        hash: None,
        newline: true,
    }
}

/// All rows: the table, then the systems of `secrets password --for`.
pub fn all() -> Vec<Row> {
    let systems = Target::value_variants().iter().skip(1).map(|target| {
        let name = value_name(target);
        Row {
            about: format!("{}: a password", target.about()).into(),
            template: format!("{{{{ password --for {name} }}}}").into(),
            name: name.into(),
            source: target.demand().source,
            hash: None,
            newline: true,
        }
    });
    ROWS.into_iter().chain(systems).collect()
}

/// The names that shells suggest, with `help` first.
pub fn names() -> Vec<PossibleValue> {
    let help = PossibleValue::new("help").help("List the names with their sources");
    let named = |row: Row| match row.name {
        Cow::Borrowed(name) => Some(PossibleValue::new(name).help(row.about.into_owned())),
        Cow::Owned(_) => None,
    };
    let systems = Target::value_variants().iter().skip(1);
    let systems = systems.filter_map(ValueEnum::to_possible_value);
    let rows = ROWS.into_iter().filter_map(named);
    std::iter::once(help).chain(rows).chain(systems).collect()
}

/// All names with their templates and sources, for `secrets for help`.
pub fn list() -> String {
    let mut list = String::new();
    for row in all() {
        let _ = writeln!(list, "{}\n    {}", row.name, row.about);
        for line in row.template.lines() {
            let _ = writeln!(list, "    {line}");
        }
        let _ = writeln!(list, "    {}", row.source);
    }
    list
}

const SALTS: &str = "WordPress, wp-admin/setup-config.php and wp_salt in wp-includes/pluggable.php";

const ROWS: [Row; 100] = [
    // Frameworks.
    row(
        "laravel",
        "APP_KEY: the key that encrypts cookies and data, AES-256",
        "base64:{{ bytes 32 --encoding base64 }}",
        "Laravel, Illuminate/Encryption/Encrypter.php and Console/KeyGenerateCommand.php",
    ),
    row(
        "django",
        "SECRET_KEY: signs sessions and tokens; 50 characters or more",
        "{{ urlsafe 48 }}",
        "Django, django/core/checks/security/base.py, security.W009",
    ),
    row(
        "rails",
        "SECRET_KEY_BASE: what bin/rails secret prints",
        "{{ hex 64 }}",
        "Rails, railties/lib/rails/commands/secret/secret_command.rb",
    ),
    row(
        "rails-master-key",
        "config/master.key or RAILS_MASTER_KEY: decrypts the credentials",
        "{{ hex 16 }}",
        "Rails, activesupport/lib/active_support/encrypted_file.rb",
    ),
    row(
        "rails-encryption",
        "active_record_encryption in the credentials: what bin/rails db:encryption:init prints",
        "primary_key: {{ password --charset alnum --length 32 }}\n\
         deterministic_key: {{ password --charset alnum --length 32 }}\n\
         key_derivation_salt: {{ password --charset alnum --length 32 }}",
        "Rails, activerecord/lib/active_record/railties/databases.rake",
    ),
    row(
        "phoenix",
        "SECRET_KEY_BASE: signs and encrypts sessions; 64 bytes of text or more",
        "{{ urlsafe 48 }}",
        "Plug, lib/plug/session/cookie.ex, validate_secret_key_base",
    ),
    row(
        "symfony",
        "APP_SECRET: 32 hex digits",
        "{{ hex 16 }}",
        "Symfony Flex, src/Configurator/EnvConfigurator.php, generateRandomBytes",
    ),
    row(
        "flask",
        "SECRET_KEY: signs sessions",
        "{{ hex 32 }}",
        "Flask documentation, Configuration Handling, SECRET_KEY",
    ),
    row(
        "wordpress",
        "wp-config.php: the eight keys and salts",
        "define( 'AUTH_KEY',         '{{ urlsafe 48 }}' );\n\
         define( 'SECURE_AUTH_KEY',  '{{ urlsafe 48 }}' );\n\
         define( 'LOGGED_IN_KEY',    '{{ urlsafe 48 }}' );\n\
         define( 'NONCE_KEY',        '{{ urlsafe 48 }}' );\n\
         define( 'AUTH_SALT',        '{{ urlsafe 48 }}' );\n\
         define( 'SECURE_AUTH_SALT', '{{ urlsafe 48 }}' );\n\
         define( 'LOGGED_IN_SALT',   '{{ urlsafe 48 }}' );\n\
         define( 'NONCE_SALT',       '{{ urlsafe 48 }}' );",
        SALTS,
    ),
    row(
        "wordpress-env",
        ".env of Bedrock: the eight keys and salts",
        "AUTH_KEY='{{ urlsafe 48 }}'\n\
         SECURE_AUTH_KEY='{{ urlsafe 48 }}'\n\
         LOGGED_IN_KEY='{{ urlsafe 48 }}'\n\
         NONCE_KEY='{{ urlsafe 48 }}'\n\
         AUTH_SALT='{{ urlsafe 48 }}'\n\
         SECURE_AUTH_SALT='{{ urlsafe 48 }}'\n\
         LOGGED_IN_SALT='{{ urlsafe 48 }}'\n\
         NONCE_SALT='{{ urlsafe 48 }}'",
        "Bedrock, .env.example; WordPress, wp_salt in wp-includes/pluggable.php",
    ),
    row(
        "wordpress-yaml",
        "A YAML mapping with the names of wp-config.php: the eight keys and salts",
        "AUTH_KEY: \"{{ urlsafe 48 }}\"\n\
         SECURE_AUTH_KEY: \"{{ urlsafe 48 }}\"\n\
         LOGGED_IN_KEY: \"{{ urlsafe 48 }}\"\n\
         NONCE_KEY: \"{{ urlsafe 48 }}\"\n\
         AUTH_SALT: \"{{ urlsafe 48 }}\"\n\
         SECURE_AUTH_SALT: \"{{ urlsafe 48 }}\"\n\
         LOGGED_IN_SALT: \"{{ urlsafe 48 }}\"\n\
         NONCE_SALT: \"{{ urlsafe 48 }}\"",
        SALTS,
    ),
    row(
        "nextauth",
        "NEXTAUTH_SECRET, or AUTH_SECRET of Auth.js: encrypts sessions",
        "{{ bytes 33 --encoding base64 }}",
        "NextAuth.js, docs/pages/getting-started/deployment.mdx, AUTH_SECRET",
    ),
    row(
        "authjs",
        "AUTH_SECRET: encrypts sessions; as npx auth secret makes it",
        "{{ bytes 33 --encoding base64 }}",
        "NextAuth.js, docs/pages/getting-started/deployment.mdx, AUTH_SECRET",
    ),
    row(
        "better-auth",
        "BETTER_AUTH_SECRET: 32 characters or more",
        "{{ bytes 32 --encoding base64 }}",
        "Better Auth, packages/better-auth/src/context/create-context.ts",
    ),
    row(
        "iron-session",
        "Password of an iron-session: 32 characters or more",
        "{{ urlsafe 32 }}",
        "iron-session 8, Password string too short (min 32 characters required)",
    ),
    row(
        "strapi",
        ".env: the keys and salts that create-strapi-app writes",
        "APP_KEYS={{ bytes 16 --encoding base64 }},{{ bytes 16 --encoding base64 }},{{ bytes 16 --encoding base64 }},{{ bytes 16 --encoding base64 }}\n\
         API_TOKEN_SALT={{ bytes 16 --encoding base64 }}\n\
         ADMIN_JWT_SECRET={{ bytes 32 --encoding base64 }}\n\
         TRANSFER_TOKEN_SALT={{ bytes 16 --encoding base64 }}\n\
         JWT_SECRET={{ bytes 32 --encoding base64 }}\n\
         ENCRYPTION_KEY={{ bytes 16 --encoding base64 }}",
        "create-strapi-app, dist/utils/dot-env.js; RFC 7518, section 3.2, for the two of JWTs",
    ),
    row(
        "adonis",
        "APP_KEY: encrypts cookies; as node ace generate:key makes it",
        "{{ urlsafe 24 }}",
        "AdonisJS, @adonisjs/encryption src/encryption.ts and @adonisjs/core commands/generate_key",
    ),
    // Python and data.
    row(
        "fernet",
        "A Fernet key: base64url of 32 bytes, padded",
        "{{ bytes 32 --encoding base64url }}=",
        "pyca/cryptography, fernet.py, Fernet; Fernet Spec, Key Format",
    ),
    row(
        "airflow",
        ".env: the keys of Apache Airflow 3",
        "AIRFLOW__CORE__FERNET_KEY={{ bytes 32 --encoding base64url }}=\n\
         AIRFLOW__API__SECRET_KEY={{ hex 32 }}\n\
         AIRFLOW__API_AUTH__JWT_SECRET={{ urlsafe 64 }}",
        "Apache Airflow, config_templates/config.yml and api_fastapi/auth/tokens.py (HS512)",
    ),
    row(
        "superset",
        "SUPERSET_SECRET_KEY: signs sessions and encrypts credentials",
        "{{ bytes 42 --encoding base64 }}",
        "Apache Superset, superset/config.py, SECRET_KEY",
    ),
    row(
        "jupyter",
        "JUPYTER_TOKEN: the token of a server",
        "{{ hex 24 }}",
        "Jupyter Server, jupyter_server/auth/identity.py, _token_default",
    ),
    row(
        "litellm",
        ".env: the master key, which begins with sk-, and the salt key",
        "LITELLM_MASTER_KEY=sk-{{ hex 32 }}\n\
         LITELLM_SALT_KEY=sk-{{ hex 32 }}",
        "LiteLLM, proxy/auth/master_key_boot_check.py and encrypt_decrypt_utils.py",
    ),
    row(
        "netbox",
        "SECRET_KEY or a pepper of API_TOKEN_PEPPERS: 50 characters or more",
        "{{ urlsafe 48 }}",
        "NetBox, netbox/netbox/settings.py and docs/configuration/required-parameters.md",
    ),
    row(
        "paperless",
        "PAPERLESS_SECRET_KEY: signs sessions",
        "{{ urlsafe 64 }}",
        "Paperless-ngx, src/paperless/settings/__init__.py",
    ),
    row(
        "sentry",
        "SENTRY_SYSTEM_SECRET_KEY: signs sessions",
        "{{ urlsafe 48 }}",
        "Sentry self-hosted, install/generate-secret-key.sh",
    ),
    row(
        "dify",
        "SECRET_KEY: signs sessions",
        "{{ bytes 42 --encoding base64 }}",
        "Dify, docker/.env.example, Server Configuration",
    ),
    row(
        "searxng",
        "SEARXNG_SECRET: server.secret_key of settings.yml",
        "{{ hex 32 }}",
        "SearXNG, searx/webapp.py and docs/build-templates/searxng.rst",
    ),
    row(
        "synapse",
        "registration_shared_secret, macaroon_secret_key or form_secret of homeserver.yaml",
        "{{ urlsafe 48 }}",
        "Synapse, synapse/config/key.py and registration.py",
    ),
    // Applications.
    row(
        "mastodon",
        ".env.production: the secrets that mastodon:setup makes, without its key pair",
        "SECRET_KEY_BASE={{ hex 64 }}\n\
         OTP_SECRET={{ hex 64 }}\n\
         ACTIVE_RECORD_ENCRYPTION_DETERMINISTIC_KEY={{ password --charset alnum --length 32 }}\n\
         ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT={{ password --charset alnum --length 32 }}\n\
         ACTIVE_RECORD_ENCRYPTION_PRIMARY_KEY={{ password --charset alnum --length 32 }}",
        "Mastodon, lib/tasks/mastodon.rake and config/initializers/active_record_encryption.rb",
    ),
    row(
        "discourse",
        "DISCOURSE_SECRET_KEY_BASE: exactly 128 hex digits in lower case",
        "{{ hex 64 }}",
        "Discourse, app/models/global_setting.rb, VALID_SECRET_KEY",
    ),
    row(
        "chatwoot",
        "SECRET_KEY_BASE: letters and digits",
        "{{ hex 64 }}",
        "Chatwoot, Self-hosted, Environment Variables, Rails production variables",
    ),
    row(
        "n8n",
        "N8N_ENCRYPTION_KEY: encrypts credentials",
        "{{ bytes 24 --encoding base64 }}",
        "n8n, n8n-core, instance-settings",
    ),
    row(
        "authentik",
        "AUTHENTIK_SECRET_KEY: signs sessions",
        "{{ bytes 60 --encoding base64 }}",
        "authentik, Docker Compose installation, Preparation",
    ),
    row(
        "vaultwarden",
        "The admin password and its Argon2id hash for ADMIN_TOKEN, which goes in single quotes",
        "{{ urlsafe 48 }}",
        "Vaultwarden, src/config.rs and src/api/admin.rs, validate_token",
    )
    .hashed(Scheme::Argon2id),
    row(
        "gitea",
        "SECRET_KEY of app.ini",
        "{{ password --charset alnum --length 64 }}",
        "Gitea, modules/generate/generate.go, NewSecretKey",
    ),
    row(
        "gitea-jwt",
        "JWT_SECRET and LFS_JWT_SECRET of app.ini: base64url of 32 bytes",
        "{{ urlsafe 32 }}",
        "Gitea, modules/generate/generate.go, NewJwtSecret",
    ),
    row(
        "plausible",
        ".env: the secret of sessions and the key of TOTP",
        "SECRET_KEY_BASE={{ bytes 48 --encoding base64 }}\n\
         TOTP_VAULT_KEY={{ bytes 32 --encoding base64 }}",
        "Plausible, config/runtime.exs; Community Edition, README.md",
    ),
    row(
        "umami",
        "APP_SECRET: signs tokens",
        "{{ hex 32 }}",
        "Umami, src/lib/crypto.ts",
    ),
    row(
        "outline",
        ".env: SECRET_KEY, of exactly 64 hex digits, and UTILS_SECRET",
        "SECRET_KEY={{ hex 32 }}\n\
         UTILS_SECRET={{ hex 32 }}",
        "Outline, server/env.ts and .env.sample",
    ),
    row(
        "langfuse",
        ".env: ENCRYPTION_KEY, of exactly 64 hex digits, SALT and NEXTAUTH_SECRET",
        "ENCRYPTION_KEY={{ hex 32 }}\n\
         SALT={{ bytes 32 --encoding base64 }}\n\
         NEXTAUTH_SECRET={{ bytes 32 --encoding base64 }}",
        "Langfuse, packages/shared/src/env.ts and .env.prod.example",
    ),
    row(
        "calcom",
        ".env: NEXTAUTH_SECRET, and CALENDSO_ENCRYPTION_KEY, whose 32 characters are an AES key",
        "NEXTAUTH_SECRET={{ bytes 32 --encoding base64 }}\n\
         CALENDSO_ENCRYPTION_KEY={{ urlsafe 24 }}",
        "Cal.com, .env.example and packages/lib/crypto.ts",
    ),
    row(
        "directus",
        "SECRET: signs tokens",
        "{{ urlsafe 24 }}",
        "Directus, api, utils/get-secret and cli/utils/create-env",
    ),
    row(
        "appwrite",
        "_APP_OPENSSL_KEY_V1: 64 characters, of which AES-128 takes the first 16",
        "{{ urlsafe 48 }}",
        "Appwrite, src/Appwrite/Platform/Installer/Http/Installer/Install.php and OpenSSL.php",
    ),
    row(
        "immich",
        "DB_PASSWORD: letters and digits only",
        "{{ password --charset alnum --length 32 }}",
        "Immich, docker/example.env",
    ),
    row(
        "infisical",
        ".env: ENCRYPTION_KEY, of 32 hex digits, and AUTH_SECRET",
        "ENCRYPTION_KEY={{ hex 16 }}\n\
         AUTH_SECRET={{ bytes 32 --encoding base64 }}",
        "Infisical, Self-hosting, Environment variables, General platform",
    ),
    row(
        "zitadel",
        "ZITADEL_MASTERKEY: exactly 32 characters, which are an AES key",
        "{{ urlsafe 24 }}",
        "ZITADEL, Architecture, Secrets, Secrets Storage",
    ),
    row(
        "authelia",
        "storage.encryption_key, session.secret, jwt_secret or hmac_secret",
        "{{ password --charset alnum --length 64 }}",
        "Authelia, docs/content/configuration/storage/introduction.md and session/introduction.md",
    ),
    row(
        "oauth2-proxy",
        "OAUTH2_PROXY_COOKIE_SECRET: base64url of 32 bytes, padded",
        "{{ bytes 32 --encoding base64url }}=",
        "OAuth2 Proxy, pkg/encryption/utils.go, SecretBytes, and pkg/validation/cookie.go",
    ),
    row(
        "kibana",
        "An xpack encryptionKey of kibana.yml: 32 characters or more",
        "{{ hex 32 }}",
        "Elastic, Kibana, Secure saved objects, xpack.encryptedSavedObjects.encryptionKey",
    ),
    row(
        "metabase",
        "MB_ENCRYPTION_SECRET_KEY: 16 characters or more",
        "{{ bytes 32 --encoding base64 }}",
        "Metabase, Encrypting your database connection details at rest",
    ),
    row(
        "meilisearch",
        "MEILI_MASTER_KEY: 16 bytes or more",
        "{{ urlsafe 32 }}",
        "Meilisearch, crates/meilisearch/src/main.rs",
    ),
    row(
        "garage",
        "rpc_secret of garage.toml: exactly 64 hex digits",
        "{{ hex 32 }}",
        "Garage, src/model/garage.rs and the reference manual, Configuration, rpc_secret",
    ),
    row(
        "firefly",
        "APP_KEY and STATIC_CRON_TOKEN: exactly 32 characters",
        "{{ password --charset alnum --length 32 }}",
        "Firefly III, .env.example and ValidatesEnvironmentVariables.php",
    ),
    row(
        "woodpecker",
        "WOODPECKER_AGENT_SECRET: what server and agents share",
        "{{ hex 32 }}",
        "Woodpecker CI, docs/docs/30-administration/10-configuration/10-server.md, AGENT_SECRET",
    ),
    row(
        "drone",
        "DRONE_RPC_SECRET: what server and runners share",
        "{{ hex 16 }}",
        "Drone, Server, GitHub, Create a Shared Secret",
    ),
    row(
        "postgrest",
        "PGRST_JWT_SECRET: 32 bytes or more, for HS256",
        "{{ urlsafe 32 }}",
        "PostgREST, src/library/PostgREST/Config.hs and docs/references/configuration.rst",
    ),
    row(
        "hasura",
        "HASURA_GRAPHQL_ADMIN_SECRET",
        "{{ hex 32 }}",
        "Hasura, Secure the GraphQL Endpoint",
    ),
    row(
        "hasura-jwt",
        "HASURA_GRAPHQL_JWT_SECRET: a JSON object with a key for HS256",
        "{\"type\":\"HS256\",\"key\":\"{{ urlsafe 32 }}\"}",
        "Hasura, Authentication using JWT; RFC 7518, section 3.2",
    ),
    row(
        "grafana",
        "GF_SECURITY_SECRET_KEY, of a new instance: encrypts its stored secrets",
        "{{ hex 32 }}",
        "Grafana, Configure database encryption",
    ),
    row(
        "minio",
        "MINIO_ROOT_PASSWORD: 40 characters, as MinIO makes them",
        "{{ password --charset alnum --length 40 }}",
        "MinIO, internal/auth/credentials.go",
    ),
    // Databases, brokers and clusters.
    row(
        "mongodb-keyfile",
        "The keyFile of a replica set: 6 to 1024 characters of base64",
        "{{ bytes 756 --encoding base64 }}",
        "MongoDB, Deploy a Replica Set with Keyfile Authentication",
    ),
    row(
        "erlang-cookie",
        ".erlang.cookie or RELEASE_COOKIE: at most 255 characters",
        "{{ password --charset alnum --length 40 }}",
        "Erlang/OTP, lib/kernel/src/auth.erl",
    ),
    row(
        "rabbitmq-cookie",
        "The .erlang.cookie of a cluster: at most 255 letters and digits",
        "{{ password --charset alnum --length 40 }}",
        "RabbitMQ, Clustering Guide, Erlang Cookie",
    ),
    row(
        "rabbitmq",
        "Password of a user: 40 to 100 letters and digits",
        "{{ password --charset alnum --length 40 }}",
        "RabbitMQ, Access Control, Shell Escaping and Generated Passwords",
    ),
    row(
        "redis",
        "requirepass or a password of ACL SETUSER: as ACL GENPASS makes it",
        "{{ hex 32 }}",
        "Redis, src/acl.c, ACL GENPASS",
    ),
    row(
        "kafka-cluster-id",
        "The id of a KRaft cluster, no secret: base64url of 16 bytes, not beginning with a hyphen",
        "{{ pattern '[A-Za-z0-9_][A-Za-z0-9_-]{20}[AQgw]' }}",
        "Apache Kafka, clients/src/main/java/org/apache/kafka/common/Uuid.java",
    ),
    row(
        "k8s-encryption-config",
        "The file of kube-apiserver --encryption-provider-config: Secrets encrypted with secretbox",
        "apiVersion: apiserver.config.k8s.io/v1\n\
         kind: EncryptionConfiguration\n\
         resources:\n\
         \x20 - resources:\n\
         \x20     - secrets\n\
         \x20   providers:\n\
         \x20     - secretbox:\n\
         \x20         keys:\n\
         \x20           - name: key1\n\
         \x20             secret: {{ bytes 32 --encoding base64 }}\n\
         \x20     - identity: {}",
        "Kubernetes, Encrypting Confidential Data at Rest; apiserver, validation_encryption.go",
    ),
    row(
        "etcd-encryption",
        "A key of secretbox, aescbc or aesgcm in an EncryptionConfiguration of Kubernetes",
        "{{ bytes 32 --encoding base64 }}",
        "Kubernetes, Encrypting Confidential Data at Rest; apiserver, validation_encryption.go",
    ),
    row(
        "consul",
        "encrypt: the gossip key, as consul keygen makes it",
        "{{ bytes 32 --encoding base64 }}",
        "HashiCorp memberlist, keyring.go, ValidateKey; Consul, command/keygen",
    ),
    row(
        "nomad",
        "encrypt of the server block: the gossip key",
        "{{ bytes 32 --encoding base64 }}",
        "Nomad, command/operator_gossip_keyring_generate.go",
    ),
    row(
        "serf",
        "encrypt_key: the gossip key, as serf keygen makes it",
        "{{ bytes 32 --encoding base64 }}",
        "Serf, cmd/serf/command/agent/config.go",
    ),
    row(
        "drbd",
        "shared-secret of a resource: at most 64 characters",
        "{{ hex 32 }}",
        "drbd.conf(5), net, shared-secret",
    ),
    // Standards, networks and keys.
    row(
        "jwt-hs256",
        "A JWT_SECRET for HS256: a key as long as the hash, whether read as text or as base64url",
        "{{ urlsafe 32 }}",
        "RFC 7518, section 3.2",
    ),
    row(
        "jwt-hs384",
        "A JWT_SECRET for HS384: a key as long as the hash, whether read as text or as base64url",
        "{{ urlsafe 48 }}",
        "RFC 7518, section 3.2",
    ),
    row(
        "jwt-hs512",
        "A JWT_SECRET for HS512: a key as long as the hash, whether read as text or as base64url",
        "{{ urlsafe 64 }}",
        "RFC 7518, section 3.2",
    ),
    row(
        "jwk",
        "A JSON Web Key for HS256",
        "{\"kty\":\"oct\",\"use\":\"sig\",\"alg\":\"HS256\",\"k\":\"{{ urlsafe 32 }}\"}",
        "RFC 7517, section 4; RFC 7518, section 6.4.1",
    ),
    row(
        "paseto-local",
        "A key for v4.local, as PASERK writes it",
        "k4.local.{{ urlsafe 32 }}",
        "PASETO, Version 4 and Algorithm Lucidity; PASERK, types/local.md",
    ),
    row(
        "oauth-state",
        "The state or nonce of an OAuth 2.0 request",
        "{{ urlsafe 32 }}",
        "RFC 6749, section 10.10",
    ),
    row(
        "pkce",
        "The code_verifier of PKCE: 43 characters",
        "{{ urlsafe 32 }}",
        "RFC 7636, section 4.1",
    ),
    row(
        "csp-nonce",
        "The nonce of a Content-Security-Policy, new for each response",
        "{{ bytes 16 --encoding base64 }}",
        "W3C, Content Security Policy Level 3, nonce-source and Nonce Reuse",
    ),
    row(
        "webhook",
        "The secret of a Standard Webhook, which begins with whsec_",
        "whsec_{{ bytes 32 --encoding base64 }}",
        "Standard Webhooks, spec/standard-webhooks.md, Signature scheme",
    ),
    row(
        "aes-128",
        "A key of AES-128: 16 bytes",
        "{{ hex 16 }}",
        "FIPS 197",
    ),
    row(
        "aes-256",
        "A key of AES-256: 32 bytes",
        "{{ hex 32 }}",
        "FIPS 197",
    ),
    row(
        "hmac-sha256",
        "A key of HMAC-SHA-256, as long as the hash",
        "{{ hex 32 }}",
        "RFC 2104, section 3",
    ),
    row(
        "hmac-sha512",
        "A key of HMAC-SHA-512, as long as the hash",
        "{{ hex 64 }}",
        "RFC 2104, section 3",
    ),
    row(
        "tsig",
        "A key statement of named.conf, for updates and transfers of DNS",
        "key \"tsig-key\" {\n\
         \talgorithm hmac-sha256;\n\
         \tsecret \"{{ bytes 32 --encoding base64 }}\";\n\
         };",
        "BIND 9, tsig-keygen(8); RFC 8945",
    ),
    row(
        "rndc",
        "rndc.key: the key by which rndc controls named",
        "key \"rndc-key\" {\n\
         \talgorithm hmac-sha256;\n\
         \tsecret \"{{ bytes 32 --encoding base64 }}\";\n\
         };",
        "BIND 9, rndc-confgen(8)",
    ),
    row(
        "chrony-key",
        "A line of chrony.keys",
        "1 SHA256 HEX:{{ hex 32 }}",
        "chronyc(1), keygen",
    ),
    row(
        "wireguard-psk",
        "PresharedKey of a peer, as wg genpsk makes it",
        "{{ bytes 32 --encoding base64 }}",
        "wg(8), genpsk and PresharedKey",
    ),
    row(
        "ipsec-psk",
        "secret of swanctl.conf or PSK of ipsec.secrets, as base64",
        "0s{{ bytes 32 --encoding base64 }}",
        "swanctl.conf(5), secrets.ike<suffix>.secret; ipsec.secrets(5)",
    ),
    row(
        "radius",
        "secret of clients.conf: 16 octets or more",
        "{{ password --charset alnum --length 32 }}",
        "RFC 2865, section 3",
    ),
    row(
        "bgp-md5",
        "Password of a BGP neighbour: at most 80 bytes of ASCII",
        "{{ password --charset alnum --length 32 }}",
        "RFC 2385, section 4.5; Linux, TCP_MD5SIG_MAXKEYLEN in linux/tcp.h",
    ),
    row(
        "keepalived",
        "auth_pass of VRRP: of its characters only eight count",
        "{{ password --charset alnum --length 8 }}",
        "keepalived.conf(5), vrrp_instance, authentication",
    ),
    row(
        "wifi",
        "Passphrase of a WPA network; with --ssid, the text of a QR code that joins it",
        "{{ password --for wpa --charset alnum --length 20 }}",
        "wpa_passphrase(8); ZXing, wiki, Barcode Contents, Wi-Fi Network config",
    ),
    row(
        "nanoid",
        "A Nano ID: 21 characters",
        "{{ urlsafe --chars 21 }}",
        "Nano ID, url-alphabet/index.js and index.js",
    ),
    row(
        "ipv6-ula",
        "A unique local prefix of IPv6: 40 random bits",
        "{{ pattern 'fd[0-9a-f]{2}(:[0-9a-f]{4}){2}' }}::/48",
        "RFC 4193, section 3",
    ),
    row(
        "mac",
        "A MAC address: unicast, locally administered",
        "{{ pattern '[0-9a-f][26ae](:[0-9a-f]{2}){5}' }}",
        "IEEE Std 802-2014, section 8.2; RFC 9542, section 2.1",
    ),
    row(
        "port",
        "A dynamic port, no secret: 49152 to 65535",
        "{{ below 65536 --from 49152 }}",
        "RFC 6335, section 6",
    ),
    row(
        "ansible-vault",
        "A vault password file",
        "{{ urlsafe 32 }}",
        "ansible-core, lib/ansible/parsing/vault/__init__.py",
    ),
    row(
        "luks-keyfile",
        "A key file for cryptsetup, without a newline, which would be part of the key",
        "{{ hex 32 }}",
        "cryptsetup(8), notes on passphrase processing, from key file",
    )
    .without_newline(),
];
