import CLinux
import Glibc

/// Threads for calls that block, which must not hold up the pool that asynchronous functions run on.
package enum DedicatedThread {
    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts `body` on a thread of its own that ends with it; signals are left to the other threads.
    ///
    /// `name` is what `ps -L` shows, its first 15 bytes. The corresponding C function is `pthread_create(3)`.
    /// - Throws: when the process may have no more threads.
    package static func start(named name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError)
    {
        let code = create(Body(name: name, run: body))
        guard code == 0 else { throw SystemError("start thread \(name)", code: code) }
    }

    private static func create(_ body: Body) -> CInt {
        let context = unsafe Unmanaged.passRetained(body).toOpaque()
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, nil, main, context)
        if code == 0 {
            pthread_detach(thread)
        } else {
            unsafe Unmanaged<Body>.fromOpaque(context).release()
        }
        return code
    }

    /// Takes over the reference that ``start(named:_:)`` made; called once for each.
    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
        context in
        guard let context = unsafe context else { return nil }
        ww_block_all_signals()
        let body = unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
        unsafe body.name.withCString { unsafe ww_name_thread($0) }
        body.run()
        return nil
    }
}
