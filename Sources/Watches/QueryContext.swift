package import Model

/// What a query is for, and so what it may say.
package struct QueryContext: Hashable, Sendable {
    package enum Use: Hashable, Sendable {
        case watch
        /// `accept` and `drop`: the item has no story yet.
        case filter
        /// Typed by somebody who looks at the answer: `since:` and its like are allowed, and a mix of AND and OR
        /// is read and warned about.
        case search
    }

    package var use: Use
    /// What `since:2d` counts from.
    package var now: Timestamp
    /// How far the reader's clock is ahead of UTC, for `date:2019-04-25`.
    package var offset: Duration

    package static let watch = QueryContext(use: .watch, now: Timestamp(milliseconds: 0), offset: .zero)
    package static let filter = QueryContext(use: .filter, now: Timestamp(milliseconds: 0), offset: .zero)

    package static func search(now: Timestamp, offset: Duration = .zero) -> QueryContext {
        QueryContext(use: .search, now: now, offset: offset)
    }
}

/// How large a query may be.
package struct QueryLimits: Hashable, Sendable {
    package var characters = 4096
    /// After names have been put in for `@name`.
    package var literals = 2000
    /// Of parentheses, NOTs and names within names.
    package var levels = 32
    /// Words between the operands of NEAR and BEFORE.
    package var distance = 100
    /// Grounds that are written down for one match.
    package var evidence = 32
    /// Terminal columns of the words shown around a ground.
    package var snippetColumns = 80
    /// Watches that may be put to every item before `check` warns: each costs an item a look of its own.
    package var everyItemWatches = 20
    /// Patterns and counts that may be tried for every item before `check` warns; a hundred take some microseconds.
    package var everyItemFacts = 200

    package static let standard = QueryLimits()
}
