// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is compiled with. See docs/architecture.md, "Package settings".
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The commit that is built, as whoever builds says (`make release` does); empty where nobody does.
let commit = String(
    (Context.environment["WIREWATCH_COMMIT"] ?? "").filter { $0.isLetter || $0.isNumber || $0 == "-" })

/// A target of our own and, where `tested`, its test target beside it.
func module(_ name: String, _ dependencies: [String], tested: Bool = true) -> [Target] {
    let target: Target = .target(
        name: name, dependencies: dependencies.map { .byName(name: $0) }, swiftSettings: settings)
    guard tested else { return [target] }
    return [target, test("\(name)Tests", [name] + dependencies)]
}

/// A test target; it always may use TestSupport and the nouns.
func test(_ name: String, _ dependencies: [String]) -> Target {
    let all = Set(dependencies + ["TestSupport", "Model", "Text"]).sorted()
    return .testTarget(
        name: name, dependencies: all.map { .byName(name: $0) }, path: "Tests/\(name)",
        swiftSettings: settings)
}

/// A C library that the distribution provides.
///
/// utf8proc goes without pkg-config, which names a macro for Windows that the package manager refuses; libstemmer has
/// no file for pkg-config.
func library(_ name: String, pkgConfig: String?, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

// C: module maps and shims.
let libraries: [Target] = [
    library("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    library("CIDN", pkgConfig: "libidn2", apt: "libidn2-dev"),
    library("CXML", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
    library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    library("CSystemd", pkgConfig: "libsystemd", apt: "libsystemd-dev"),
    library("CMicrohttpd", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
    library("CUTF8Proc", pkgConfig: nil, apt: "libutf8proc-dev"),
    library("CStemmer", pkgConfig: nil, apt: "libstemmer-dev"),
    library("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
    library("CTrust", pkgConfig: "libssl", apt: "libssl-dev"),
    library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    library("CBrotli", pkgConfig: "libbrotlidec", apt: "libbrotli-dev"),
    library("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
    .systemLibrary(name: "CLinux"),
    // Ours, and alone: what changes with every commit is one file that compiles at once.
    .target(name: "CBuild", cSettings: [.define("WW_COMMIT", to: "\"\(commit)\"")]),
]

// W: thin typed wrappers, the only targets in which the word "unsafe" may stand.
let wrappers: [Target] =
    module("Curl", ["CCurl", "CIDN", "CTrust", "Codings", "Platform"]) + module("XML", ["CXML"])
    + module("SQLite", ["CSQLite"])
    + module("Systemd", ["CSystemd", "Platform"]) + module("MicroHTTP", ["CMicrohttpd"])
    + module("UTF8Proc", ["CUTF8Proc"], tested: false) + module("Snowball", ["CStemmer"])
    + module("Crypto", ["CCrypto"])
    + module("Codings", ["CZlib", "CBrotli", "CZstd"])
    + module("Platform", ["CLinux", "CBuild"])

// 0 to 3: the column.
let column: [Target] =
    module("Text", ["UTF8Proc"]) + module("Model", ["Text"])
    + module("Markup", ["Text", "XML"], tested: false) + [
        test("MarkupTests", ["FeedParsing", "Markup", "MarkupOracles", "XML"])
    ]
    + module("FeedParsing", ["Model", "Text", "Markup", "XML", "Codings", "Platform"])
    + module("Stories", ["Model", "Text"], tested: false)
    + [test("StoriesTests", ["Stories", "Platform"])]
    + module("Watches", ["Model", "Text", "Snowball"], tested: false)
    + [test("WatchesTests", ["Watches", "Configuration", "Platform"])]
    + module("Scheduling", ["Model", "Text"])
    + module("Digests", ["Model", "Text", "Markup", "Platform"], tested: false)
    + [test("DigestsTests", ["Digests", "FeedParsing", "Markup", "XML", "Platform"])]
    + module("Configuration", ["Model", "Text", "XML", "Platform"])
    + module(
        "Pipeline",
        ["Model", "Text", "Markup", "Curl", "FeedParsing", "Stories", "Watches", "Scheduling", "Digests"])

// 4 to 6: adapters, composition root, command line.
let program: [Target] =
    module("Fetching", ["Pipeline", "Model", "Text", "Curl", "Scheduling", "Platform"])
    + module("Storage", ["Pipeline", "Scheduling", "Model", "Text", "SQLite", "Watches", "Platform"])
    + module("Delivery", ["Pipeline", "Digests", "Model", "Text", "Curl", "Crypto", "Systemd", "Platform"])
    + module(
        "Web", ["Pipeline", "Digests", "Model", "Text", "MicroHTTP", "Crypto", "Scheduling", "Platform"],
        tested: false)
    + [
        test(
            "WebTests",
            [
                "Web", "Pipeline", "Model", "MicroHTTP", "Crypto", "Scheduling", "Platform", "Curl",
                "Storage", "Digests", "XML",
                "FeedParsing", "Watches",
            ])
    ]
    + module(
        "Daemon",
        [
            "Pipeline", "Model", "Text", "Configuration", "FeedParsing", "Stories", "Watches", "Scheduling",
            "Digests", "Fetching", "Storage", "Delivery", "Web", "MicroHTTP", "Systemd", "Platform", "Curl",
        ], tested: false)
    + [
        test(
            "DaemonTests",
            [
                "Daemon", "Pipeline", "Configuration", "Digests", "FeedParsing", "Scheduling", "Storage",
                "SQLite", "Stories", "Web", "MicroHTTP", "Crypto", "Platform", "XML",
            ])
    ]
    + [
        .executableTarget(
            name: "wirewatch",
            dependencies: [
                "Daemon", "Pipeline", "Model", "Text", "Markup", "Configuration", "FeedParsing", "Stories",
                "Watches", "Scheduling", "Digests", "Fetching", "Storage", "Delivery", "Platform", "Curl",
                "XML",
                "SQLite", "MicroHTTP", "Systemd",
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "newsroom", dependencies: ["MicroHTTP", "Model", "Text", "Platform", "Crypto"],
            swiftSettings: settings),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "Model", "Text", "Markup", "XML", "FeedParsing", "Stories", "Watches", "Storage", "Pipeline",
                "Platform",
            ],
            path: "Benchmarks", exclude: ["runs", "polls"], swiftSettings: settings),
        .systemLibrary(
            name: "CTLS", path: "Tests/CTLS", pkgConfig: "libssl", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "TestSupport",
            dependencies: ["MicroHTTP", "Model", "Text", "Platform", "Pipeline", "Curl", "Crypto", "CTLS"],
            path: "Tests/TestSupport", swiftSettings: settings),
        .target(
            name: "MarkupOracles", dependencies: ["XML"], path: "Tests/MarkupOracles", swiftSettings: settings
        ),
        .target(
            name: "FuzzProperties",
            dependencies: ["FeedParsing", "Markup", "MarkupOracles", "Model", "Text"],
            path: "Fuzz/Properties", swiftSettings: settings),
        test("FuzzTests", ["FuzzProperties", "MarkupOracles", "Platform"]),
        // Built with the programs, which it runs.
        test("AcceptanceTests", ["Platform", "MicroHTTP", "Crypto", "Curl", "wirewatch", "newsroom"]),
    ]

// The program for libFuzzer has no main function of its own, so it is built on demand only; see docs/testing.md.
let fuzzer: [Target] =
    Context.environment["WIREWATCH_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzProperties", "Platform"], path: "Fuzz/Entry",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
    ]

let package = Package(
    name: "wirewatch",
    products: [
        .executable(name: "wirewatch", targets: ["wirewatch"]),
        .executable(name: "newsroom", targets: ["newsroom"]),
        .executable(name: "benchmarks", targets: ["benchmarks"]),
    ],
    targets: libraries + wrappers + column + program + fuzzer
)
