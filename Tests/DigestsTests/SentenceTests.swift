import Digests
import Testing

@Suite struct SentenceTests {
    @Test(arguments: [
        ("Kim arrived. He left.", "Kim arrived. He left."),
        ("Kim Jong-un arrived by train on Wednesday. He left.", "Kim Jong-un arrived by train on Wednesday."),
        (
            "VLADIVOSTOK. April 23. The Kremlin has confirmed the visit. Talks follow.",
            "VLADIVOSTOK. April 23. The Kremlin has confirmed the visit."
        ),
        (
            "Trade fell by 56.3 percent in the last year. It may fall again.",
            "Trade fell by 56.3 percent in the last year."
        ),
        (
            "Aide Yuri V. Ushakov told the U.S. press so. More.",
            "Aide Yuri V. Ushakov told the U.S. press so."
        ),
        (
            "김정은 국무위원장이 24일 오전 전용열차를 타고 러시아 블라디보스토크에 도착했다. 회담은 내일 열린다.",
            "김정은 국무위원장이 24일 오전 전용열차를 타고 러시아 블라디보스토크에 도착했다."
        ),
        ("普京与金正恩会晤。双方讨论了半岛局势。", "普京与金正恩会晤。"),
        ("A line without an end\nand another", "A line without an end"),
    ])
    func `the first sentence is quoted as published`(text: String, sentence: String) {
        #expect(Sentence.first(of: text) == sentence)
    }

    @Test func `nothing is quoted from nothing`() {
        #expect(Sentence.first(of: " \n ") == nil)
    }
}
