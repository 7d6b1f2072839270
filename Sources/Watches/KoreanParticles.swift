/// What may follow a Korean noun without making another word of it.
///
/// Particles (조사) and the commonest chains of them, with the copula's forms in news prose. A closed list: nouns
/// that begin like one (산 of 북한산, 강 of 북한강, 군 of 북한군) are not in it.
enum KoreanParticles {
    static func contains(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count <= longest else { return false }
        return all.contains(Array(bytes))
    }

    private static let list: [String] = [
        // Case.
        "은", "는", "이", "가", "을", "를", "의", "에", "에서", "에게", "에게서", "께", "께서", "한테", "한테서", "와", "과",
        "로", "으로", "로서", "으로서", "로써", "으로써", "로부터", "으로부터", "에서부터", "에게로", "랑", "이랑", "하고", "보다", "처럼",
        "같이", "만큼", "마냥", "더러", "보고", "아", "야", "여", "이여",
        // Added meaning.
        "도", "만", "만이", "만은", "만을", "만의", "까지", "까지도", "까지는", "까지의", "부터", "부터는", "부터의", "마저", "마저도", "조차",
        "조차도", "뿐", "뿐만", "뿐이", "마다", "밖에", "이나", "나", "이나마", "나마", "이든", "든", "이든지", "든지", "이란",
        "란", "이라는", "라는", "이라도", "라도", "이라고", "라고", "이야", "이야말로", "야말로", "대로", "커녕", "은커녕", "는커녕",
        // Chains.
        "에는", "에도", "에만", "에의", "에서는", "에서도", "에서의", "에서만", "에게는", "에게도", "에게만", "께서는", "께서도", "와는", "과는",
        "와도", "과도", "와의", "과의", "로는", "으로는", "로도", "으로도", "로만", "으로만", "로의", "으로의", "로서는", "으로서는", "로서의",
        "으로서의", "로부터의", "으로부터의", "로부터는", "으로부터는", "보다는", "보다도", "처럼은", "만으로", "만으로는", "만으로도", "까지만", "한테는",
        "한테도", "에서까지", "에까지", "에까지도", "와만", "과만", "마저의",
        // Copula.
        "이다", "이며", "이고", "이자", "이지만", "이었다", "였다", "입니다", "이라며", "라며", "이라면", "라면", "이었던", "였던",
    ]

    private static let all = Set(list.map { Array($0.utf8) })
    private static let longest = list.reduce(0) { max($0, $1.utf8.count) }
}
