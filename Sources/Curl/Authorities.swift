import CTrust
import Platform

/// Those whose certificates are trusted in place of the system's: what one PEM file names, read and ready.
@safe final class Authorities {
    // OpenSSL counts its users: a connection that was set up with it outlives this.
    private let store: OpaquePointer
    /// The same only for what the same file said at the same time.
    let name: String

    /// `nil` where the file cannot be read as certificates. The corresponding C function is `X509_STORE_load_locations(3)`.
    ///
    /// - Parameter stamp: tells what the file says now from what it said before.
    init?(file: String, stamp: String) {
        guard let store = unsafe ww_trust_read(file) else { return nil }
        unsafe self.store = store
        name = "\(file) \(stamp)"
    }

    deinit { unsafe X509_STORE_free(store) }

    /// Has a connection that is being set up trust them and nobody else.
    ///
    /// - Parameter context: the `SSL_CTX` of the connection. The corresponding C function is `SSL_CTX_set1_cert_store(3)`.
    func trust(by context: UnsafeMutableRawPointer) { unsafe ww_trust_only(context, store) }
}

/// The authorities of files, each file read once for all connections until it changes.
struct AuthorityFiles {
    private var kept: [String: Kept] = [:]

    private struct Kept {
        var stamp: String
        var authorities: Authorities
    }

    /// Files that are kept; a newsroom has one or two.
    private static let most = 32

    /// `nil` where the file cannot be read as certificates.
    mutating func authorities(in file: String) -> Authorities? {
        guard let stamp = FileStamp.stamp(file) else { return nil }
        if let known = kept[file], known.stamp == stamp { return known.authorities }
        guard let authorities = Authorities(file: file, stamp: stamp) else { return nil }
        if kept.count >= Self.most { kept = [:] }
        kept[file] = Kept(stamp: stamp, authorities: authorities)
        return authorities
    }
}
