//! Whom to trust.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};

/// Makes `ring` the cryptography of the process, unless the program has chosen another.
pub(crate) fn install_provider() {
    let _ = ring::default_provider().install_default();
}

/// A configuration that trusts the bundled roots of Mozilla, for machines without a store of their
/// own, such as bare containers.
pub(crate) fn bundled_roots() -> Result<ClientConfig, rustls::Error> {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
