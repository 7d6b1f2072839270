import FuzzProperties
import Platform

/// What libFuzzer calls with each input; the one place where fuzzing meets a pointer.
///
/// The variable `WIREWATCH_FUZZ_TARGET` names the target. A property that does not hold ends the process, which is
/// how libFuzzer learns of it.
/// - Source: https://llvm.org/docs/LibFuzzer.html#fuzz-target
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let fault = chosen.fault(in: input) { fatalError("\(chosen.rawValue): \(fault)") }
    return 0
}

private let chosen: FuzzTarget = {
    let name = Environment.value("WIREWATCH_FUZZ_TARGET") ?? ""
    guard let target = FuzzTarget(rawValue: name) else { fatalError("no fuzz target named \"\(name)\"") }
    return target
}()
