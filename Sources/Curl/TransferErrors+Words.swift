import CCurl
import Glibc
import Platform

/// What libcurl's codes mean to somebody who has to act on them; the same words each time, so that a trouble that stays
/// the same is told once.
extension RunningTransfer {
    func words(for code: CURLcode) -> String {
        if wantsCertificate { return "it wants a client certificate; see client-certificate" }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return "its name is not known"
        case CURLE_COULDNT_RESOLVE_PROXY: return "the name of its proxy is not known"
        case CURLE_COULDNT_CONNECT: return (request.proxy == nil ? "" : "its proxy: ") + connectWords
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: return certificateWords
        case CURLE_SSL_CONNECT_ERROR:
            return "it speaks no TLS there, or none that both sides know"
        case CURLE_SSL_CACERT_BADFILE:
            return "\(request.authorityFile ?? "the system's certificates") cannot be read as certificates"
        case CURLE_SSL_CERTPROBLEM:
            return "the certificate \(request.certificateFile ?? "to show") cannot be used with its key"
        case CURLE_URL_MALFORMAT: return "its address is no valid one: look at the host's name and the port"
        case CURLE_PARTIAL_FILE: return "it ends too early"
        case CURLE_GOT_NOTHING: return "the connection was closed without a word"
        case CURLE_RECV_ERROR:
            return status == 0
                ? "the connection broke off before the answer" : "the connection broke off within it"
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: return "it is not HTTP"
        case CURLE_HTTP2, CURLE_HTTP2_STREAM: return "it breaks the rules of HTTP/2"
        default: return unsafe String(cString: curl_easy_strerror(code)).lowercased()
        }
    }

    /// Over TLS 1.3 the refusal comes when the answer is read, and looks like a connection that broke.
    var wantsCertificate: Bool {
        unsafe String(cString: errorText).contains("certificate required")
    }

    /// Whether somebody took the connection, be it without its TLS.
    var isConnected: Bool {
        var port = 0
        unsafe _ = ww_curl_get_long(handle.pointer, CURLINFO_LOCAL_PORT, &port)
        return port != 0
    }

    private var connectWords: String {
        var code = 0
        unsafe _ = ww_curl_get_long(handle.pointer, CURLINFO_OS_ERRNO, &code)
        return switch CInt(code) {
        case ECONNREFUSED: "nothing listens there"
        case ENETUNREACH, EHOSTUNREACH: "there is no way to it from here"
        case 0: "no connection"
        default: SystemError.words(for: CInt(code)).lowercased()
        }
    }

    /// - Source: the numbers are those of x509_vfy.h, which stay as they are.
    private var certificateWords: String {
        switch unsafe ww_curl_certificate_fault(handle.pointer) {
        // libcurl looks at the name before it asks OpenSSL for a verdict; 1 is what it begins with.
        case 0, 1, 62: "its certificate is for another name"
        case 9: "its certificate is not valid yet; is the clock here right?"
        case 10: "its certificate has expired"
        case 18: "its certificate is signed by nobody but itself"
        case 19, 20, 21: "its certificate is signed by an authority that is not trusted here"
        case 23: "its certificate has been revoked"
        case let fault: "its certificate does not hold (OpenSSL's error \(fault))"
        }
    }
}
